package io.cleansight.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long pictures of people are kept. */
class RetentionIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PICTURE = "a picture of somebody";

  /** Kafka's defaults of {@code log.retention.check.interval.ms}, {@code file.delete.delay.ms}. */
  private static final Duration CHECK = Duration.ofMinutes(5);

  private static final Duration DELAY = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void byTheBrokersDefaultsAPictureIsGoneAfterSeventeenMinutes() {
    Map<String, String> config = Topics.source(Topics.FRAMES).config();
    Duration longest =
        Duration.ofMillis(Long.parseLong(config.getOrDefault("retention.ms", "")))
            .plusMillis(Long.parseLong(config.getOrDefault("segment.ms", "")))
            .plus(CHECK)
            .plus(DELAY);
    assertThat(longest).isLessThanOrEqualTo(Duration.ofMinutes(17));
  }

  /** Nothing comes after it that would end its segment. */
  @Test
  void theLastPictureOfACameraThatWasSwitchedOffGoesFromTheDiskToo() throws Exception {
    var settings =
        Map.of("log.retention.check.interval.ms", "300", "log.initial.task.delay.ms", "300");
    try (var kafka = EmbeddedKafka.start(folder, Ports.anyFree(), Ports.anyFree(), settings);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var config = new HashMap<>(Topics.source(Topics.FRAMES).config());
      config.put("retention.ms", "1000");
      config.put("segment.ms", "500");
      config.put("file.delete.delay.ms", "200");
      admin
          .createTopics(List.of(new NewTopic(Topics.FRAMES, 1, (short) 1).configs(config)))
          .all()
          .get();
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (var producer =
          new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(Topics.FRAMES, "line-1", PICTURE)).get();
      }
      assertThat(isOnDisk()).isTrue();
      await().atMost(PATIENCE).until(() -> !isOnDisk());
    }
  }

  private boolean isOnDisk() throws IOException {
    try (var files = Files.list(folder.resolve(Topics.FRAMES + "-0"))) {
      return files.anyMatch(RetentionIT::holdsThePicture);
    }
  }

  private static boolean holdsThePicture(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains(PICTURE);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
