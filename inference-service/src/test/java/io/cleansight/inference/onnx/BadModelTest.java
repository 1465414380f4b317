package io.cleansight.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.image.JpegDecoder;
import io.cleansight.inference.image.TestPictures;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be right is refused in one line that says what was found or what to set. */
class BadModelTest {
  private static final Model.Use USE = new Model.Use(Provider.CPU, 1, 0.2);
  private static final Path MODELS = Path.of("src/test/resources/models");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not-a-number     | output output of a grey picture holds NaN
          no-names         | does not name its 2 classes: set classes in model.yaml
          three-names      | has 2 classes, but 3 names: [a, b, c]; set classes in model.yaml
          names-unreadable | metadata names cannot be read: set classes in model.yaml
          four-dimensions  | outputs output [1, 84, 7, 1]; an output of boxes has 3 dimensions
          strange-rows     | outputs output [1, 7, 3]; neither 84 rows (YOLOX, YOLOv5)
          no-suppression   | outputs output [1, 3000, 6]; an end-to-end model answers with at most 1000 rows
          four-channels    | input images is [1, 4, 64, 64]: it must have 3 channels
          open-size        | leaves the size of its input open: set width and height in model.yaml
          bytes            | input images is UINT8 [1, 3, 64, 64]: a detector takes float [n, 3, height, width]
          unknown-operator | is no model for ONNX Runtime
          opset-99         | is no model for ONNX Runtime
          cycle            | is no model for ONNX Runtime
          external-data    | is no model for ONNX Runtime
          memory-bomb      | on
          """)
  void refusesWithAReason(String name, String reason) throws Exception {
    refused(directory(Files.readAllBytes(MODELS.resolve(name + ".onnx")), "{}"), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          layout: yolov99               | layout must be one of [detr, end2end,
          channels: xyz                 | channels must be one of [bgr, rgb], not xyz
          resize: squash                | resize must be one of
          width: 8                      | width must be 32 to 4096, not 8
          width: 128                    | width is 64 in the graph and 128 in model.yaml
          overlap: 1.5                  | overlap must be 0.1 to 0.95, not 1.5
          minimum-score: 0              | minimum-score must be 0.01 to 0.99
          padding: 256                  | padding must be 0 to 255, not 256
          std: [0, 1, 1]                | std must be above 0
          mean: [1, 2]                  | mean must be one number or three
          sha256: abc                   | sha256 must be 64 hexadecimal digits, not abc
          classes: [person]             | has 2 classes, but 1 names: [person]; set classes in model.yaml
          labels: {glove: gloves}       | labels names glove, which is none of its classes [hairnet, no_hairnet]
          colour: red                   | model.yaml
          "width: [1"                   | model.yaml
          """)
  void refusesACardThatCannotBeRight(String card, String reason) throws Exception {
    refused(directory(good(), card), reason);
  }

  @Test
  void refusesAnotherModelThanTheCardsChecksumSays() throws Exception {
    refused(directory(good(), "sha256: " + "0".repeat(64)), "model.onnx has SHA-256 ");
  }

  @Test
  void refusesWhatIsNoModelFile() throws Exception {
    refused(folder.resolve("nowhere"), "must be a directory with a file model.onnx");
    Path nested = folder.resolve("a");
    Files.createDirectories(nested.resolve("model.onnx"));
    refused(nested, "must be a directory with a file");
    refused(directory(new byte[0], "{}"), "has 0 bytes");
    refused(
        directory("<html>".getBytes(StandardCharsets.UTF_8), "{}"), "is no model for ONNX Runtime");
    refused(
        directory(Arrays.copyOf(good(), good().length / 2), "{}"), "is no model for ONNX Runtime");
    refused(directory(good(), "x: " + "y".repeat(100_000)), "bytes is over 65536");
  }

  @Test
  void refusesAFileOverAGigabyteUnread() throws Exception {
    Path directory = directory(new byte[1], "{}");
    try (var file = new RandomAccessFile(directory.resolve("model.onnx").toFile(), "rw")) {
      file.setLength((1L << 30) + 1);
    }
    refused(directory, "has 1073741825 bytes");
  }

  @Test
  void aCardFillsInWhatTheGraphLeavesOpen() throws Exception {
    Path open =
        directory(Files.readAllBytes(MODELS.resolve("open-size.onnx")), "{width: 64, height: 64}");
    try (Model model = Model.load(open.toString(), USE)) {
      assertThat(model.labels()).containsExactly("hairnet", "no_hairnet");
    }
  }

  @Test
  void aLabelMapSaysWhatClassesMean() throws Exception {
    Path mapped = directory(good(), "{classes: [cap, bare], labels: {bare: no_hairnet}}");
    try (Model model = Model.load(mapped.toString(), USE);
        InferenceContext context = model.context();
        var decoder = new JpegDecoder()) {
      decoder.open(TestPictures.someJpeg(), 64, 48, 1);
      context.put(0, decoder, Box.WHOLE);
      assertThat(context.detect(1).getFirst())
          .singleElement()
          .satisfies(it -> assertThat(it.label()).isEqualTo("no_hairnet"));
    }
  }

  private static void refused(Path directory, String reason) {
    assertThatExceptionOfType(RefusedModelException.class)
        .isThrownBy(() -> Model.load(directory.toString(), USE))
        .satisfies(
            refusal -> {
              String said = String.valueOf(refusal.getMessage());
              assertThat(said).startsWith(directory + ": ").contains(reason);
              assertThat(said.lines()).hasSize(1);
            });
  }

  private static byte[] good() throws java.io.IOException {
    return Files.readAllBytes(MODELS.resolve("good.onnx"));
  }

  private Path directory(byte[] onnx, String card) throws java.io.IOException {
    Path directory = Files.createTempDirectory(folder, "model");
    Files.write(directory.resolve("model.onnx"), onnx);
    Files.writeString(directory.resolve("model.yaml"), card, StandardCharsets.UTF_8);
    return directory;
  }
}
