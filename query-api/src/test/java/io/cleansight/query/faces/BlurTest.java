package io.cleansight.query.faces;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.event.Box;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BlurTest {
  private static final int SIDE = 160;

  /** A head of 64 by 64 points in its midst. */
  private static final Box HEAD = new Box(0.3, 0.3, 0.4, 0.4);

  @Test
  void nothingOfAHeadIsLeftAndTheRestIsAsItWas() throws IOException {
    BufferedImage blurred = read(Blur.over(stripes(), List.of(HEAD)));
    assertThat(contrast(blurred, 70, 90)).as("within the head").isLessThan(60);
    assertThat(contrast(blurred, 0, 30)).as("beside it").isGreaterThan(150);
  }

  @Test
  void aHeadAtTheEdgeOrBeyondItIsHiddenAsFarAsItIsThere() throws IOException {
    byte[] picture = stripes();
    BufferedImage blurred =
        read(
            Blur.over(
                picture,
                List.of(
                    new Box(-0.2, -0.2, 0.5, 0.5),
                    new Box(0.9, 0.9, 0.5, 0.5),
                    new Box(2.0, 2.0, 1.0, 1.0),
                    new Box(0.5, 0.5, 0.0, 0.0))));
    assertThat(blurred.getWidth()).isEqualTo(SIDE);
    assertThat(contrast(blurred, 5, 25)).isLessThan(60);
  }

  @Test
  void aPictureOfWhichNobodyKnowsWhereTheHeadsAreIsHiddenWhole() throws IOException {
    BufferedImage blurred = read(Blur.over(stripes(), null));
    for (int from = 0; from + 20 <= SIDE; from += 20) {
      assertThat(contrast(blurred, from, from + 20)).as("from %d", from).isLessThan(60);
    }
    assertThat(contrast(read(Blur.over(stripes(), List.of())), 0, SIDE)).isGreaterThan(150);
  }

  /** As a header of a few bytes can say; decoding it would take all memory. */
  @Test
  void whatClaimsToBeVeryLargeIsNotDecoded() throws IOException {
    byte[] forged = stripes();
    int frame = 0;
    while (!((forged[frame] & 0xff) == 0xff && (forged[frame + 1] & 0xff) == 0xc0)) {
      frame++;
    }
    for (int i = 5; i < 9; i++) { // height and width, after marker, length and precision
      forged[frame + i] = (byte) 0xfd;
    }
    assertThat(read(Blur.over(forged, List.of())).getWidth()).isLessThan(100);
  }

  /** White and black, two points each. */
  private static byte[] stripes() throws IOException {
    var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        picture.setRGB(x, y, x / 2 % 2 == 0 ? 0xffffff : 0);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", out);
    return out.toByteArray();
  }

  private static BufferedImage read(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  /** The lightest less the darkest point of a row from one column to another. */
  private static int contrast(BufferedImage picture, int from, int to) {
    int row = (from + to) / 2;
    int lightest = 0;
    int darkest = 255;
    for (int x = from; x < to; x++) {
      int green = new Color(picture.getRGB(x, row)).getGreen();
      lightest = Math.max(lightest, green);
      darkest = Math.min(darkest, green);
    }
    return lightest - darkest;
  }
}
