package io.cleansight.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BadJpegTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TestFactory
  Stream<DynamicTest> refusesWhatIsNoWholePictureOfThatSize() throws Exception {
    byte[] good = TestPictures.someJpeg();
    var corpus = new TreeMap<String, byte[]>();
    corpus.put("CMYK", components(good, 4));
    corpus.put("progressive", kind(good, 0xC2));
    corpus.put("lossless", kind(good, 0xC3));
    corpus.put("EXIF bomb", withMetadata(good, 40));
    corpus.put("metadata without end", Arrays.copyOf(withMetadata(good, 3), 150_000));
    corpus.putAll(
        Map.of(
            "empty", new byte[0],
            "start marker only", new byte[] {(byte) 0xFF, (byte) 0xD8},
            "half", Arrays.copyOf(good, good.length / 2),
            "a page", "<html>".repeat(100).getBytes(StandardCharsets.UTF_8),
            "a PNG", png(),
            "header of 65500 squared", resized(good, 65500, 65500),
            "header of 30000 squared", resized(good, 30000, 30000),
            "header of nothing", resized(good, 0, 0),
            "another size than said", resized(good, WIDTH * 2, HEIGHT)));
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
    byte[] good = TestPictures.someJpeg();
    byte[] damaged = good.clone();
    Arrays.fill(damaged, good.length / 2, good.length - 2, (byte) 0xFF);
    byte[] pixels;
    byte[] again;
    try (var decoder = new JpegDecoder()) {
      decoder.open(good, WIDTH, HEIGHT, 1);
      pixels = decoder.bgr().clone();
      assertThatExceptionOfType(BadImageException.class)
          .isThrownBy(() -> decoder.open(damaged, WIDTH, HEIGHT, 1));
      decoder.open(good, WIDTH, HEIGHT, 1);
      again = decoder.bgr().clone();
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

  private static byte[] kind(byte[] jpeg, int marker) {
    byte[] forged = jpeg.clone();
    forged[frame(forged) + 1] = (byte) marker;
    return forged;
  }

  private static byte[] components(byte[] jpeg, int count) {
    byte[] forged = jpeg.clone();
    forged[frame(forged) + 9] = (byte) count;
    return forged;
  }

  /** With so many full APP1 segments. */
  private static byte[] withMetadata(byte[] jpeg, int segments) throws java.io.IOException {
    var out = new java.io.ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    for (int i = 0; i < segments; i++) {
      out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) 0xFF, (byte) 0xFF});
      out.write(new byte[0xFFFD]);
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** The same picture under a header (SOF0: FFC0) that claims another size. */
  private static byte[] resized(byte[] jpeg, int width, int height) {
    byte[] forged = jpeg.clone();
    int i = frame(forged);
    forged[i + 5] = (byte) (height >> 8);
    forged[i + 6] = (byte) height;
    forged[i + 7] = (byte) (width >> 8);
    forged[i + 8] = (byte) width;
    return forged;
  }

  /** Where SOF0 is. */
  private static int frame(byte[] jpeg) {
    for (int i = 2; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no SOF0");
  }
}
