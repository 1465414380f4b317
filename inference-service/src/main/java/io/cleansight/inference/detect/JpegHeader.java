package io.cleansight.inference.detect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Looks at a JPEG's header before anything is allocated for its pixels. */
final class JpegHeader {
  /** 16 megapixels. */
  static final long MOST_PIXELS = 16_000_000;

  private static final int SHORTEST = 100;

  private JpegHeader() {}

  /**
   * Passes a picture whose size is bearable and is what the event says.
   *
   * @throws BadImageException if it is no whole JPEG, too large, or another size than said
   */
  static void check(byte[] jpeg, int width, int height) throws BadImageException {
    int end = jpeg.length;
    if (end < SHORTEST || byteAt(jpeg, 0) != 0xFF || byteAt(jpeg, 1) != 0xD8) {
      throw new BadImageException(
          "no JPEG: " + end + " bytes without the start marker FFD8 or too few");
    }
    if (byteAt(jpeg, end - 2) != 0xFF || byteAt(jpeg, end - 1) != 0xD9) {
      throw new BadImageException("cut: no end marker FFD9 after " + end + " bytes");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      int actualWidth = reader.getWidth(0);
      int actualHeight = reader.getHeight(0);
      if (actualWidth <= 0
          || actualHeight <= 0
          || (long) actualWidth * actualHeight > MOST_PIXELS) {
        throw new BadImageException(
            actualWidth + "x" + actualHeight + " is over " + MOST_PIXELS + " pixels, or none");
      }
      if (actualWidth != width || actualHeight != height) {
        throw new BadImageException(
            actualWidth
                + "x"
                + actualHeight
                + " is not the "
                + width
                + "x"
                + height
                + " that the event says");
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadImageException("header cannot be read: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  private static int byteAt(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]);
  }
}
