package io.cleansight.persistence.evidence;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small pictures for lists: at most {@link #WIDTH} pixels wide, as the large one else. */
final class Thumbnail {
  private static final Logger log = LoggerFactory.getLogger(Thumbnail.class);
  private static final int WIDTH = 320;

  /** As for frames: what is larger is not decoded. */
  private static final long MOST_PIXELS = 16_000_000;

  private Thumbnail() {}

  /** The small picture as JPEG; empty if the large one cannot be read. */
  static Optional<byte[]> of(byte[] jpeg) {
    try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        return of(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The picture itself is evidence and is kept whatever a decoder makes of it.
      log.warn("no thumbnail of a picture of {} bytes: {}", jpeg.length, e.toString());
      return Optional.empty();
    }
  }

  private static Optional<byte[]> of(ImageReader reader) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MOST_PIXELS) {
      log.warn("a picture of {} x {} is too large for a thumbnail", width, height);
      return Optional.empty();
    }
    // Every nth pixel is read where many more are there than are wanted twice over.
    var parameters = reader.getDefaultReadParam();
    int step = (int) Math.max(1, width / (2L * WIDTH));
    parameters.setSourceSubsampling(step, step, 0, 0);
    return Optional.of(encode(scale(reader.read(0, parameters))));
  }

  private static BufferedImage scale(BufferedImage image) {
    int width = Math.min(WIDTH, image.getWidth());
    int height = Math.max(1, Math.round(image.getHeight() * (width / (float) image.getWidth())));
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return bytes.toByteArray();
  }
}
