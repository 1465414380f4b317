package io.cleansight.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Activity;
import io.cleansight.event.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two inference-services on one host, over a broker with the default settings of transactions. */
class TwoDetectorsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target", "detector-logs");
  private static final int CAMERAS = 24;
  private final Instant epoch = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @TempDir static Path folder;

  private final ByteBuffer picture = picture();

  @Test
  void bothWorkAndWhenOneIsKilledTheOtherJudgesTheFramesOfAllPartitions() throws Exception {
    Files.createDirectories(LOGS);
    try (var kafka =
            EmbeddedKafka.start(
                folder.resolve("kafka"),
                Ports.anyFree(),
                Ports.anyFree(),
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000"));
        var one = detector(kafka, 1);
        var other = detector(kafka, 2);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var producer = producer(kafka)) {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> sharing(admin) == 2);
      assertThat(admin.describeTopics(List.of(Topics.ACTIVITY)).allTopicNames().get().values())
          .singleElement()
          .satisfies(it -> assertThat(it.partitions()).hasSize(TopicLayout.FEW_PARTITIONS));
      send(producer, 0, 3);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(judged(kafka)).isEqualTo(frames(3)));
      assertThat(logs()).doesNotContainIgnoringCase("fenced");

      send(producer, 3, 6);
      one.kill();
      send(producer, 6, 8);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(judged(kafka)).isEqualTo(frames(8)));
      assertThat(other.isAlive()).isTrue();
    }
  }

  /** Instances that have partitions of the frames. */
  private static long sharing(Admin admin) throws Exception {
    return admin
        .describeConsumerGroups(List.of(ConsumerGroups.DETECT))
        .all()
        .get()
        .values()
        .stream()
        .flatMap(it -> it.members().stream())
        .filter(it -> !it.assignment().topicPartitions().isEmpty())
        .count();
  }

  private static Map<String, List<Long>> frames(int each) {
    var frames = new TreeMap<String, List<Long>>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      frames.put(camera(camera), IntStream.range(0, each).mapToObj(it -> (long) it).toList());
    }
    return frames;
  }

  private void send(KafkaProducer<String, byte[]> producer, int from, int to) {
    for (int sequence = from; sequence < to; sequence++) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        producer.send(
            new ProducerRecord<>(
                Topics.FRAMES,
                camera(camera),
                EventCodec.encode(Topics.FRAMES, frame(camera(camera), sequence))));
      }
    }
    producer.flush();
  }

  private Frame frame(String camera, long sequence) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(1)
        .setSequence(sequence)
        .setCapturedAt(epoch.plusMillis(200 * sequence))
        .setWidth(320)
        .setHeight(192)
        .setSourceKind("recorded")
        .setJpeg(picture.duplicate())
        .build();
  }

  private static String camera(int number) {
    return "line-" + number;
  }

  /** Sequences by camera, each as often as a reader of committed records finds it. */
  private static Map<String, List<Long>> judged(EmbeddedKafka kafka) {
    var judged = new TreeMap<String, List<Long>>();
    for (var record :
        TestTopics.committed(kafka.bootstrapServers(), Topics.ACTIVITY, new EventDeserializer())) {
      if (record.value() instanceof Decoded.Event<?>(Activity frame)) {
        judged
            .computeIfAbsent(frame.getCameraId(), _ -> new ArrayList<>())
            .add(frame.getSequence());
      }
    }
    return judged;
  }

  private static ServiceJvm detector(EmbeddedKafka kafka, int number) throws IOException {
    return ServiceJvm.start(
        Path.of("../../inference-service"),
        "inference-service",
        "io.cleansight.inference.InferenceApplication",
        LOGS.resolve("inference-" + number + ".log"),
        List.of(
            "--server.port=0",
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--spring.kafka.streams.state-dir=" + folder.resolve("state-" + number)));
  }

  private static KafkaProducer<String, byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static String logs() throws IOException {
    try (var files = Files.list(LOGS)) {
      var all = new StringBuilder();
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.UTF_8));
      }
      return all.toString();
    }
  }

  private static ByteBuffer picture() {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(320, 192, BufferedImage.TYPE_INT_RGB), "jpg", out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }
}
