package io.cleansight.messaging.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.embedded.TestTopics;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * A listener that consumes, transforms and produces in a transaction, and whose transaction is
 * aborted under its hands: it was frozen, or slower than its time-out, and somebody fenced it.
 */
class FencedTransactionIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PREFIX = ConsumerGroups.DETECT + "-slow-";
  private static final int RECORDS = 20;

  @TempDir Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Copying {
    @Bean
    Copier copier(KafkaTemplate<String, Object> kafka, KafkaAdmin admin, Environment settings) {
      return new Copier(kafka, admin, settings.getRequiredProperty("test.when"));
    }
  }

  /** Copies frames to detections, and is fenced in its first batch. */
  static class Copier {
    private final KafkaTemplate<String, Object> kafka;
    private final KafkaAdmin admin;
    private final String when;
    private final AtomicInteger batches = new AtomicInteger();

    Copier(KafkaTemplate<String, Object> kafka, KafkaAdmin admin, String when) {
      this.kafka = kafka;
      this.admin = admin;
      this.when = when;
    }

    @KafkaListener(id = ConsumerGroups.DETECT, topics = Topics.FRAMES, batch = "true")
    void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch)
        throws InterruptedException, ExecutionException {
      boolean first = batches.incrementAndGet() == 1;
      if (first && when.equals("before")) {
        fence();
      }
      for (var record : batch) {
        if (record.value() instanceof Decoded.Unreadable<SpecificRecord> raw) {
          kafka.send(new ProducerRecord<>(Topics.DETECTIONS, 0, record.key(), raw.bytes()));
        }
      }
      if (first && when.equals("after")) {
        kafka.flush();
        fence();
      }
    }

    private void fence() throws InterruptedException, ExecutionException {
      try (var client = Admin.create(admin.getConfigurationProperties())) {
        client.fenceProducers(List.of(PREFIX + "0")).all().get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after", "never"})
  void itsBatchIsReadAgainAndWrittenOnce(String when) throws Exception {
    try (var kafka = TestKafka.start(folder);
        var service =
            Idle.start(
                Copying.class,
                kafka.bootstrapServers(),
                "--topics.partitions=1",
                "--test.when=" + when,
                "--spring.kafka.listener.type=batch",
                "--spring.kafka.producer.transaction-id-prefix=" + PREFIX)) {
      send(kafka.bootstrapServers(), 0, RECORDS / 2);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(copied(kafka.bootstrapServers())).isEqualTo(names(RECORDS / 2)));
      send(kafka.bootstrapServers(), RECORDS / 2, RECORDS);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(copied(kafka.bootstrapServers())).isEqualTo(names(RECORDS)));
      assertThat(service.getBean(ConsumersHealthIndicator.class).health().getStatus().getCode())
          .isEqualTo("UP");
    }
  }

  private static List<String> names(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(it -> "frame " + it).toList();
  }

  private static void send(String kafka, int from, int to) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka);
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      for (int i = from; i < to; i++) {
        producer.send(new ProducerRecord<>(Topics.FRAMES, 0, "line-1", "frame " + i));
      }
    }
  }

  private static List<String> copied(String kafka) {
    return TestTopics.committed(kafka, Topics.DETECTIONS, new StringDeserializer()).stream()
        .map(ConsumerRecord::value)
        .toList();
  }
}
