package io.cleansight.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.image.JpegDecoder;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every kind of model sees what it saw when its golden files were made elsewhere, with other code;
 * what the card has to add is what the graph does not say.
 */
class GoldenModelTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Model.Use USE = new Model.Use(Provider.CPU, 1, 0.2);

  /** The fair-match rule: so much of the golden detections, so alike. */
  private static final double FOUND = 0.97;

  private static final double SCORE_DIFFERENCE = 0.15;
  private static final double MEDIAN_DIFFERENCE = 0.03;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yolox_nano       | yolox_nano_416.onnx              | classes: coco
          layout_v5_416    | yolox_nano_as_yolov5_416.onnx    |
          layout_v8_416    | yolox_nano_as_yolov8_416.onnx    |
          layout_e2e_416   | yolox_nano_as_end2end_416.onnx   |
          light_person     | light_person_192.onnx            | classes: [person]
          deimv2_atto      | deimv2_atto_320.onnx             | classes: coco
          nanodet_m_416    | nanodet_m_416.onnx               | classes: coco
          yunet_n_320      | yunet_face_320.onnx              | classes: [face]
          ultraface_rfb320 | ultraface_rfb_320.onnx           | classes: [face]
          hairnet_416      | hairnet_yolox_nano_416.onnx      |
          hairnet_640x384  | hairnet_yolox_nano_640x384.onnx  |
          """)
  void findsWhatTheGoldenFilesHold(String key, String file, String card) throws Exception {
    Path golden = Shared.path("golden/" + key);
    Path directory = Shared.model(folder.resolve(key), file, card == null ? "{}" : card);
    var tally = new Tally();
    try (Model model = Model.load(directory.toString(), USE);
        InferenceContext context = model.context();
        var decoder = new JpegDecoder();
        Stream<Path> files = Files.list(golden)) {
      for (Path json : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        compare(JSON.readTree(Files.readString(json)), model, context, decoder, tally);
      }
    }
    System.out.printf(
        "golden %-17s %3d pictures, %3d of %3d found, median difference of score %.4f%n",
        key, tally.pictures, tally.differences.size(), tally.wanted, median(tally.differences));
    assertThat(tally.pictures).isGreaterThan(20);
    assertThat(tally.wanted).isPositive();
    assertThat(tally.differences)
        .hasSizeGreaterThanOrEqualTo((int) Math.ceil(FOUND * tally.wanted));
    assertThat(median(tally.differences)).isLessThanOrEqualTo(MEDIAN_DIFFERENCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yolox_nano      | yolox_nano_416.onnx             | classes: coco
          layout_v8_416   | yolox_nano_as_yolov8_416.onnx   |
          deimv2_atto     | deimv2_atto_320.onnx            | classes: coco
          nanodet_m_416   | nanodet_m_416.onnx              | classes: coco
          hairnet_640x384 | hairnet_yolox_nano_640x384.onnx |
          """)
  void givesTheGoldenTensorsForTheGoldenTensors(String key, String file, String card)
      throws Exception {
    Path tensors = Shared.path("golden/tensors/" + key);
    Path directory = Shared.model(folder.resolve(key), file, card == null ? "{}" : card);
    int compared = 0;
    try (Model model = Model.load(directory.toString(), USE);
        InferenceContext context = model.context();
        Stream<Path> images = Files.list(tensors)) {
      for (Path image : images.toList()) {
        Path input = only(image, "in_im").or(() -> only(image, "in_")).orElseThrow();
        var given = context.run(Shared.tensor(input));
        for (var output : given.entrySet()) {
          if (output.getValue() instanceof FloatBuffer values) {
            FloatBuffer wanted = Shared.tensor(only(image, "out_" + output.getKey()).orElseThrow());
            // Corners of DETR-like models are in the size that each caller tells.
            boolean corners = output.getKey().equals("boxes") && key.equals("deimv2_atto");
            if (!corners) {
              assertThat(values.capacity()).isEqualTo(wanted.remaining());
              for (int i = 0; i < wanted.remaining(); i++) {
                float golden = wanted.get(wanted.position() + i);
                // A thousandth; of the value where that is pixels, of which there are hundreds.
                assertThat(values.get(i))
                    .isCloseTo(golden, within(1e-3f * Math.max(1, Math.abs(golden))));
              }
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void aBatchSeesWhatItsPicturesSeeOneByOne() throws Exception {
    Path directory =
        Shared.model(folder.resolve("v8"), "yolox_nano_as_yolov8_416.onnx", "minimum-score: 0.3");
    List<Path> pictures;
    try (Stream<Path> files = Files.list(Shared.path("images/coco_val_cc"))) {
      pictures = files.filter(it -> it.toString().endsWith(".jpg")).sorted().limit(7).toList();
    }
    List<List<Detection>> alone = detect(directory, pictures, 1);
    List<List<Detection>> together = detect(directory, pictures, 3);
    assertThat(alone.stream().mapToInt(List::size).sum()).isPositive();
    for (int i = 0; i < alone.size(); i++) {
      assertThat(together.get(i)).hasSameSizeAs(alone.get(i));
      for (int j = 0; j < alone.get(i).size(); j++) {
        assertThat(together.get(i).get(j).box().iou(alone.get(i).get(j).box())).isGreaterThan(0.99);
      }
    }
  }

  private static List<List<Detection>> detect(Path directory, List<Path> pictures, int batch)
      throws Exception {
    var seen = new ArrayList<List<Detection>>();
    try (Model model = Model.load(directory.toString(), new Model.Use(Provider.CPU, batch, 0.2));
        InferenceContext context = model.context();
        var decoder = new JpegDecoder()) {
      assertThat(model.batch()).isEqualTo(batch);
      for (int from = 0; from < pictures.size(); from += batch) {
        List<Path> group = pictures.subList(from, Math.min(from + batch, pictures.size()));
        for (int i = 0; i < group.size(); i++) {
          var image = ImageIO.read(group.get(i).toFile());
          byte[] jpeg = Files.readAllBytes(group.get(i));
          decoder.open(jpeg, image.getWidth(), image.getHeight(), 1);
          context.put(i, decoder, Box.WHOLE);
        }
        seen.addAll(context.detect(group.size()));
      }
    }
    return seen;
  }

  private static final class Tally {
    private int pictures;
    private int wanted;
    private final List<Double> differences = new ArrayList<>();
  }

  private static void compare(
      JsonNode golden, Model model, InferenceContext context, JpegDecoder decoder, Tally tally)
      throws Exception {
    Path image = Shared.path(golden.get("image").asString());
    if (!image.toString().endsWith(".jpg")) {
      return;
    }
    int width = golden.get("width").asInt();
    int height = golden.get("height").asInt();
    decoder.open(Files.readAllBytes(image), width, height, model.share(width, height));
    context.put(0, decoder, Box.WHOLE);
    List<Detection> seen = context.detect(1).getFirst();
    tally.pictures++;
    for (JsonNode wanted : golden.get("detections")) {
      if (wanted.get("score").asDouble() < 0.5) {
        continue;
      }
      tally.wanted++;
      String label = model.labels().get(wanted.get("class_id").asInt());
      Box box = box(wanted.get("bbox"), width, height);
      double score = wanted.get("score").asDouble();
      seen.stream()
          .filter(it -> it.label().equals(label) && it.box().iou(box) >= 0.8)
          .mapToDouble(it -> Math.abs(it.score() - score))
          .filter(difference -> difference <= SCORE_DIFFERENCE)
          .min()
          .ifPresent(tally.differences::add);
    }
  }

  private static java.util.Optional<Path> only(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(it -> it.getFileName().toString().startsWith(prefix))
          .filter(it -> !it.getFileName().toString().contains("sizes"))
          .findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Box box(JsonNode corners, double width, double height) {
    return Box.ofCorners(
        corners.get(0).asDouble() / width,
        corners.get(1).asDouble() / height,
        corners.get(2).asDouble() / width,
        corners.get(3).asDouble() / height);
  }

  private static double median(List<Double> values) {
    DoubleStream sorted = values.stream().mapToDouble(Double::doubleValue).sorted();
    return sorted.skip(values.size() / 2).findFirst().orElseThrow();
  }
}
