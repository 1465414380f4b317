package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The default model sees what it saw when its golden files were made elsewhere, with other code.
 */
class GoldenModelTest {
  private static final Path SHARED = Path.of("../../shared");
  private static final Path GOLDEN = SHARED.resolve("golden/hairnet_640x384");
  private static final Path TENSORS = SHARED.resolve("golden/tensors/hairnet_640x384");
  private static final JsonMapper JSON = new JsonMapper();
  private static final InferenceProperties SETTINGS =
      new InferenceProperties(
          new ClassPathResource("model/hairnet/model.onnx"),
          List.of("hairnet", "no_hairnet"),
          1,
          0.2,
          0.45,
          Duration.ofSeconds(2));

  @Test
  void findsWhatTheGoldenFilesHold() throws Exception {
    assumeTrue(Files.isDirectory(GOLDEN), () -> "SKIPPED: no " + GOLDEN + " beside this checkout");
    int expected = 0;
    int compared = 0;
    var differences = new ArrayList<Double>();
    try (Model model = Model.load(SETTINGS);
        Model.Lane lane = model.lane();
        Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        JsonNode golden = JSON.readTree(Files.readString(file));
        Path image = SHARED.resolve(golden.get("image").asString());
        if (!image.toString().endsWith(".jpg")) {
          continue;
        }
        int width = golden.get("width").asInt();
        int height = golden.get("height").asInt();
        List<Sighting> seen = lane.look(Files.readAllBytes(image), width, height);
        compared++;
        for (JsonNode wanted : golden.get("detections")) {
          if (wanted.get("score").asDouble() < 0.5) {
            continue;
          }
          expected++;
          Sighting box = sighting(wanted, width, height);
          seen.stream()
              .filter(it -> it.classIndex() == box.classIndex() && it.overlap(box) >= 0.8)
              .mapToDouble(it -> Math.abs(it.score() - box.score()))
              .filter(difference -> difference <= 0.15)
              .min()
              .ifPresent(differences::add);
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
    assertThat(differences).hasSizeGreaterThanOrEqualTo((int) Math.ceil(0.97 * expected));
    assertThat(median(differences)).isLessThanOrEqualTo(0.03);
  }

  @Test
  void givesTheGoldenTensorsForTheGoldenTensors() throws Exception {
    assumeTrue(
        Files.isDirectory(TENSORS), () -> "SKIPPED: no " + TENSORS + " beside this checkout");
    try (Model model = Model.load(SETTINGS);
        Model.Lane lane = model.lane();
        Stream<Path> images = Files.list(TENSORS)) {
      for (Path image : images.toList()) {
        FloatBuffer wanted = tensor(image.resolve("out_output.npy"));
        FloatBuffer given = lane.run(tensor(image.resolve("in_images.npy")));
        assertThat(given.capacity()).isEqualTo(wanted.remaining());
        for (int i = 0; i < wanted.remaining(); i++) {
          assertThat(given.get(i)).isCloseTo(wanted.get(wanted.position() + i), within(1e-3f));
        }
      }
    }
  }

  @Test
  void refusesLabelsThatAreNotTheModels() {
    var wrong =
        new InferenceProperties(
            SETTINGS.model(), List.of("person"), 1, 0.2, 0.45, Duration.ofSeconds(2));
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Model.load(wrong))
        .withMessageContaining("[1, 5040, 7], not [1, 5040, 6]")
        .withMessageContaining("inference.labels");
  }

  @Test
  void refusesWhatIsNoModel() {
    var page =
        new InferenceProperties(
            new org.springframework.core.io.ByteArrayResource(
                "<html>".getBytes(StandardCharsets.UTF_8)),
            List.of("hairnet", "no_hairnet"),
            1,
            0.2,
            0.45,
            Duration.ofSeconds(2));
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Model.load(page))
        .withMessageContaining("inference.model");
  }

  static byte[] someJpeg() throws IOException {
    var image = new java.awt.image.BufferedImage(64, 48, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 64; x++) {
      for (int y = 0; y < 48; y++) {
        image.setRGB(x, y, ((x * 4) << 16) | ((y * 5) << 8) | ((x * y) & 0xFF));
      }
    }
    var out = new java.io.ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    assertThat(ImageIO.read(new ByteArrayInputStream(out.toByteArray()))).isNotNull();
    return out.toByteArray();
  }

  private static Sighting sighting(JsonNode wanted, float width, float height) {
    JsonNode box = wanted.get("bbox");
    return new Sighting(
        wanted.get("class_id").asInt(),
        (float) wanted.get("score").asDouble(),
        (float) box.get(0).asDouble() / width,
        (float) box.get(1).asDouble() / height,
        (float) box.get(2).asDouble() / width,
        (float) box.get(3).asDouble() / height);
  }

  private static double median(List<Double> values) {
    DoubleStream sorted = values.stream().mapToDouble(Double::doubleValue).sorted();
    return sorted.skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** NumPy's format 1.0: magic, header length, header, little-endian floats. */
  private static FloatBuffer tensor(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Short.toUnsignedInt(bytes.getShort(8));
    return bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
