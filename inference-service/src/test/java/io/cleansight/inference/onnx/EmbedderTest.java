package io.cleansight.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.image.JpegDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest {
  @TempDir Path folder;

  @Test
  void onePersonLooksLikeThemselvesMoreThanLikeAnother() throws Exception {
    Path directory = Shared.model(folder.resolve("reid"), "person_reid_0288.onnx", "{}");
    // Two workers of one frame: the first twice, cut a little differently, and the second.
    Path frame = Shared.path("images/site/pepgmp_handwash_room_2.png");
    byte[] jpeg = jpeg(frame);
    try (Embedder embedder = Embedder.load(directory.toString(), Provider.CPU);
        var decoder = new JpegDecoder()) {
      decoder.open(jpeg, BareLoop.width(jpeg), BareLoop.height(jpeg), 1);
      var context = embedder.context();
      List<Float> one = context.embed(decoder, Box.ofCorners(0.30, 0.20, 0.48, 0.95));
      List<Float> again = context.embed(decoder, Box.ofCorners(0.31, 0.21, 0.49, 0.96));
      List<Float> wall = context.embed(decoder, Box.ofCorners(0.80, 0.02, 0.98, 0.30));
      assertThat(one).hasSize(256);
      assertThat(alike(one, one)).isCloseTo(1, within(1e-4));
      assertThat(alike(one, again)).isGreaterThan(0.8).isGreaterThan(alike(one, wall));
    }
  }

  @Test
  void refusesADetector() throws Exception {
    Files.copy(Path.of("src/test/resources/models/good.onnx"), folder.resolve("model.onnx"));
    assertThatExceptionOfType(RefusedModelException.class)
        .isThrownBy(() -> Embedder.load(folder.toString(), Provider.CPU))
        .withMessageContaining("output output is [1, 84, 7], not [1, 2 to 4096]");
  }

  private static byte[] jpeg(Path picture) throws java.io.IOException {
    var read = javax.imageio.ImageIO.read(picture.toFile());
    var image =
        new java.awt.image.BufferedImage(
            read.getWidth(), read.getHeight(), java.awt.image.BufferedImage.TYPE_INT_RGB);
    image.getGraphics().drawImage(read, 0, 0, null);
    var out = new java.io.ByteArrayOutputStream();
    assertThat(javax.imageio.ImageIO.write(image, "jpeg", out)).isTrue();
    return out.toByteArray();
  }

  private static double alike(List<Float> one, List<Float> other) {
    return IntStream.range(0, one.size()).mapToDouble(i -> one.get(i) * other.get(i)).sum();
  }
}
