package io.cleansight.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures that are drawn here. */
public final class TestPictures {
  private TestPictures() {}

  /** 64 x 48, of many colours. */
  public static byte[] someJpeg() throws IOException {
    var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 64; x++) {
      for (int y = 0; y < 48; y++) {
        image.setRGB(x, y, ((x * 4) << 16) | ((y * 5) << 8) | ((x * y) & 0xFF));
      }
    }
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "jpeg", out)).isTrue();
    return out.toByteArray();
  }
}
