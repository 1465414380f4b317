package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BadJpegTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TestFactory
  Stream<DynamicTest> refusesWhatIsNoWholePictureOfThatSize() throws Exception {
    byte[] good = GoldenModelTest.someJpeg();
    Map<String, byte[]> corpus =
        Map.of(
            "empty", new byte[0],
            "start marker only", new byte[] {(byte) 0xFF, (byte) 0xD8},
            "half", Arrays.copyOf(good, good.length / 2),
            "a page", "<html>".repeat(100).getBytes(StandardCharsets.UTF_8),
            "a PNG", png(),
            "header of 65500 squared", resized(good, 65500, 65500),
            "header of 30000 squared", resized(good, 30000, 30000),
            "header of nothing", resized(good, 0, 0),
            "another size than said", resized(good, WIDTH * 2, HEIGHT));
    return corpus.entrySet().stream()
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.getKey(),
                    () ->
                        assertThatExceptionOfType(BadImageException.class)
                            .isThrownBy(() -> JpegHeader.check(bad.getValue(), WIDTH, HEIGHT))));
  }

  @Test
  void aDamagedPictureDoesNotHarmTheNext() throws Exception {
    byte[] good = GoldenModelTest.someJpeg();
    byte[] damaged = good.clone();
    Arrays.fill(damaged, good.length / 2, good.length - 2, (byte) 0xFF);
    var pixels = new byte[WIDTH * HEIGHT * 3];
    var again = new byte[WIDTH * HEIGHT * 3];
    try (var decoder = new JpegDecoder()) {
      decoder.decode(good, WIDTH, HEIGHT, pixels);
      assertThatExceptionOfType(BadImageException.class)
          .isThrownBy(() -> decoder.decode(damaged, WIDTH, HEIGHT, again));
      decoder.decode(good, WIDTH, HEIGHT, again);
    }
    assertThat(again).isEqualTo(pixels);
  }

  private static byte[] png() throws java.io.IOException {
    var out = new java.io.ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        new java.awt.image.BufferedImage(WIDTH, HEIGHT, java.awt.image.BufferedImage.TYPE_INT_RGB),
        "png",
        out);
    return out.toByteArray();
  }

  /** The same picture under a header (SOF0: FFC0) that claims another size. */
  private static byte[] resized(byte[] jpeg, int width, int height) {
    byte[] forged = jpeg.clone();
    for (int i = 2; i < forged.length - 9; i++) {
      if (forged[i] == (byte) 0xFF && forged[i + 1] == (byte) 0xC0) {
        forged[i + 5] = (byte) (height >> 8);
        forged[i + 6] = (byte) height;
        forged[i + 7] = (byte) (width >> 8);
        forged[i + 8] = (byte) width;
        return forged;
      }
    }
    throw new AssertionError("no SOF0");
  }
}
