package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.Detector.FrameResult;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import io.cleansight.inference.detect.InferenceProperties.On;
import io.cleansight.inference.detect.InferenceProperties.Pipeline;
import io.cleansight.inference.onnx.Provider;
import io.cleansight.inference.onnx.RefusedModelException;
import io.cleansight.messaging.read.SortedBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorTest {
  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Path model;
  private int copies;

  @BeforeEach
  void aModel() throws Exception {
    model = Files.createDirectories(folder.resolve("model"));
    put("good");
  }

  @Test
  void framesAreSeenInTheirOrderAndBadOnesRefusedAlone() throws Exception {
    try (var detector = new Detector(settings(1, List.of()))) {
      List<Fresh> frames =
          List.of(frame("a", 1, jpeg()), frame("a", 2, new byte[7]), frame("b", 3, jpeg()));
      List<FrameResult> outcomes = detector.detect(frames);
      assertThat(outcomes).hasSize(3);
      assertThat(outcomes.get(1)).isInstanceOf(FrameResult.Refused.class);
      assertThat(sequence(outcomes.get(0))).isEqualTo(1);
      assertThat(sequence(outcomes.get(2))).isEqualTo(3);
      assertThat(labels(outcomes.get(0))).containsExactly("no_hairnet");
    }
  }

  @Test
  void aNewModelIsTakenOnceItRestsAndABadOneNever() throws Exception {
    try (var detector = new Detector(settings(1, List.of()))) {
      var meters = new SimpleMeterRegistry();
      var watch = new ModelWatch(settings(1, List.of()), detector, meters);
      String first = sha256(detector);
      put("not-a-number");
      watch.check();
      watch.check();
      assertThat(sha256(detector)).isEqualTo(first);
      assertThat(meters.counter("cleansight.model.reloads", "outcome", "refused").count())
          .isEqualTo(1);
      put("good-too");
      watch.check();
      assertThat(sha256(detector)).as("not while its files may still change").isEqualTo(first);
      watch.check();
      assertThat(sha256(detector)).isNotEqualTo(first);
      assertThat(meters.counter("cleansight.model.reloads", "outcome", "taken").count())
          .isEqualTo(1);
    }
  }

  @Test
  void noFrameIsLostWhileModelsAreExchanged() throws Exception {
    try (var detector = new Detector(settings(1, List.of()))) {
      List<Fresh> frames = IntStream.range(0, 20).mapToObj(i -> frame("a", i, jpeg())).toList();
      var stop = new AtomicBoolean();
      var looking =
          CompletableFuture.supplyAsync(
              () -> {
                int looked = 0;
                while (!stop.get()) {
                  looked += detect(detector, frames);
                }
                return looked;
              });
      for (int i = 0; i < 10; i++) {
        put(i % 2 == 0 ? "good-too" : "good");
        detector.reload();
      }
      stop.set(true);
      assertThat(looking.get() % frames.size()).isZero();
    }
  }

  @Test
  void aModelTooHungryForItsBatchIsBuiltForASmallerOne() throws Exception {
    put("hungry");
    try (var detector = new Detector(settings(4, List.of()))) {
      List<Fresh> frames = IntStream.range(0, 9).mapToObj(i -> frame("a", i, jpeg())).toList();
      List<FrameResult> outcomes = detector.detect(frames);
      assertThat(IntStream.range(0, 9).mapToObj(i -> sequence(outcomes.get(i))))
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }
  }

  @Test
  void eachCameraHasThePipelineThatNamesIt() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.copy(MODELS.resolve("good-too.onnx"), other.resolve("model.onnx"));
    var pipeline =
        new Pipeline(List.of("line-*"), null, other.toString(), On.FRAME, List.of(), null);
    try (var detector = new Detector(settings(1, List.of(pipeline)))) {
      List<FrameResult> outcomes =
          detector.detect(List.of(frame("line-1", 0, jpeg()), frame("hall", 0, jpeg())));
      assertThat(name(outcomes.get(0))).isEqualTo("other");
      assertThat(name(outcomes.get(1))).isEqualTo("model");
    }
  }

  @Test
  void aHeadModelCanLookAtEachPerson() throws Exception {
    Path people = Files.createDirectories(folder.resolve("people"));
    Files.copy(MODELS.resolve("good-too.onnx"), people.resolve("model.onnx"));
    Files.writeString(people.resolve("model.yaml"), "{classes: [bag, man], labels: {man: person}}");
    var pipeline =
        new Pipeline(List.of("*"), people.toString(), model.toString(), On.PERSON, List.of(), null);
    try (var detector = new Detector(settings(2, List.of(pipeline)))) {
      FrameResult outcome = detector.detect(List.of(frame("a", 0, jpeg()))).getFirst();
      assertThat(labels(outcome)).containsExactly("person", "no_hairnet");
      var objects = ((FrameResult.Seen) outcome).detections().getObjects();
      assertThat(objects.get(1).getBox().getWidth()).isLessThan(objects.get(0).getBox().getWidth());
      assertThat(name(outcome)).isEqualTo("people+model");
    }
  }

  @Test
  void aRefusedModelStopsTheStart() throws Exception {
    put("not-a-number");
    assertThatExceptionOfType(RefusedModelException.class)
        .isThrownBy(() -> new Detector(settings(1, List.of())))
        .withMessageContaining("holds NaN");
  }

  private InferenceProperties settings(int batch, List<Pipeline> pipelines) {
    return new InferenceProperties(
        model.toString(),
        pipelines,
        Provider.CPU,
        batch,
        2,
        0.2,
        Duration.ofSeconds(2),
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        Duration.ofDays(400),
        List.of());
  }

  /** As a person would: another file in its place, of another time. */
  private void put(String name) throws Exception {
    Path file = model.resolve("model.onnx");
    Files.copy(MODELS.resolve(name + ".onnx"), file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(NOON.plusSeconds(copies++)));
  }

  private static int detect(Detector detector, List<Fresh> frames) {
    try {
      return detector.detect(frames).size();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(Detector detector) throws Exception {
    FrameResult outcome = detector.detect(List.of(frame("a", 0, jpeg()))).getFirst();
    return ((FrameResult.Seen) outcome).detections().getModelSha256();
  }

  private static long sequence(FrameResult outcome) {
    return ((FrameResult.Seen) outcome).detections().getSequence();
  }

  private static String name(FrameResult outcome) {
    return ((FrameResult.Seen) outcome).detections().getModel();
  }

  private static List<String> labels(FrameResult outcome) {
    return ((FrameResult.Seen) outcome)
        .detections().getObjects().stream().map(object -> object.getLabel()).toList();
  }

  private static byte[] jpeg() {
    var out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg", out))
          .isTrue();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Fresh frame(String camera, long sequence, byte[] jpeg) {
    Frame frame =
        Frame.newBuilder()
            .setFrameId(Ids.frame(camera, NOON, sequence))
            .setCameraId(camera)
            .setEpoch(NOON)
            .setSequence(sequence)
            .setCapturedAt(NOON)
            .setWidth(64)
            .setHeight(64)
            .setSourceKind("recorded")
            .setJpeg(ByteBuffer.wrap(jpeg))
            .build();
    var record =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            Topics.FRAMES, 0, sequence, camera, new Decoded.Event<>(frame));
    return new Fresh(SortedBatch.of(List.of(record)).events().getFirst(), frame, null);
  }
}
