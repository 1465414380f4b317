package io.cleansight.standalone;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.imageio.ImageIO;

/** A judged frame as the service sends it to the live page: black, with one person. */
final class JudgedPicture {
  private JudgedPicture() {}

  static byte[] of(Instant at, int sequence) {
    byte[] jpeg = jpeg(160, 90);
    byte[] head =
        """
        {"sequence": %d, "captured_at": "%s", "fps": 10, "people": [
          {"track_id": 1, "verdict": "compliant", "bbox": {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.5}}]}
        """
            .formatted(sequence, at)
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + head.length + jpeg.length)
        .putInt(head.length)
        .put(head)
        .put(jpeg)
        .array();
  }

  static byte[] jpeg(int width, int height) {
    return jpeg(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
  }

  static byte[] jpeg(BufferedImage picture) {
    var jpeg = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jpeg.toByteArray();
  }
}
