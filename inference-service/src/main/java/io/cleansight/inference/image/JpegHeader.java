package io.cleansight.inference.image;

/**
 * Looks at a JPEG's header (ITU-T T.81, Annex B) before anything is allocated for its pixels: what
 * a camera sends is baseline, of 8 bits, grey or three colours, and no larger than 16 megapixels.
 */
final class JpegHeader {
  /** 16 megapixels. */
  static final long MOST_PIXELS = 16_000_000;

  private static final int SHORTEST = 100;
  private static final int MOST_BEFORE_FRAME = 1 << 20;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int FRAME_HEADER = 8;

  private final byte[] jpeg;
  private int at = 2;

  private JpegHeader(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  /**
   * Passes a picture whose size is bearable and is what the event says.
   *
   * @throws BadImageException if it is no whole JPEG, too large, of a kind that no camera sends, or
   *     another size than said
   */
  static void check(byte[] jpeg, int width, int height) throws BadImageException {
    int length = jpeg.length;
    var header = new JpegHeader(jpeg);
    if (length < SHORTEST || header.byteAt(0) != 0xFF || header.byteAt(1) != START) {
      throw new BadImageException(
          "no JPEG: " + length + " bytes without the start marker FFD8 or too few");
    }
    if (header.byteAt(length - 2) != 0xFF || header.byteAt(length - 1) != END) {
      throw new BadImageException("cut: no end marker FFD9 after " + length + " bytes");
    }
    header.frame(width, height);
  }

  private void frame(int width, int height) throws BadImageException {
    while (true) {
      int marker = marker();
      if (isFrame(marker)) {
        checkFrame(marker, width, height);
        return;
      }
      if (marker == SCAN || marker == END) {
        throw new BadImageException("header cannot be read: no frame before the scan");
      }
      at += Math.max(2, twoBytesAt(at));
      if (at > MOST_BEFORE_FRAME) {
        throw new BadImageException(
            "over " + MOST_BEFORE_FRAME + " bytes of metadata before the picture");
      }
    }
  }

  private void checkFrame(int marker, int width, int height) throws BadImageException {
    if (at + FRAME_HEADER > jpeg.length) {
      throw new BadImageException("cut within its header");
    }
    if (marker != BASELINE && marker != EXTENDED) {
      throw new BadImageException(
          "not baseline but of the kind SOF%d (progressive, lossless or arithmetic)"
              .formatted(marker - BASELINE));
    }
    checkSamples(byteAt(at + 2), byteAt(at + 7));
    checkSize(twoBytesAt(at + 5), twoBytesAt(at + 3), width, height);
  }

  private static void checkSamples(int bits, int components) throws BadImageException {
    if (bits != 8 || (components != 1 && components != 3)) {
      throw new BadImageException(
          components + " components of " + bits + " bits, not 1 or 3 of 8 (CMYK?)");
    }
  }

  private static void checkSize(int actualWidth, int actualHeight, int width, int height)
      throws BadImageException {
    if (actualWidth == 0 || actualHeight == 0 || (long) actualWidth * actualHeight > MOST_PIXELS) {
      throw new BadImageException(
          actualWidth + "x" + actualHeight + " is over " + MOST_PIXELS + " pixels, or none");
    }
    if (actualWidth != width || actualHeight != height) {
      throw new BadImageException(
          "%dx%d is not the %dx%d that the event says"
              .formatted(actualWidth, actualHeight, width, height));
    }
  }

  private int marker() throws BadImageException {
    if (at + 4 > jpeg.length || byteAt(at) != 0xFF) {
      throw new BadImageException("header cannot be read: no marker at byte " + at);
    }
    while (at + 4 < jpeg.length && byteAt(at + 1) == 0xFF) {
      at++; // fill bytes
    }
    int marker = byteAt(at + 1);
    at += 2;
    return marker;
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which share their range. */
  private static boolean isFrame(int marker) {
    return marker >= BASELINE
        && marker <= 0xCF
        && marker != 0xC4
        && marker != 0xC8
        && marker != 0xCC;
  }

  private int twoBytesAt(int index) {
    return byteAt(index) << 8 | byteAt(index + 1);
  }

  private int byteAt(int index) {
    return Byte.toUnsignedInt(jpeg[index]);
  }
}
