package io.cleansight.messaging.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** How the broker knows the consumers of a listener with two threads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListenerContainersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String GROUP = "capture-names";

  @TempDir static Path folder;

  private @Nullable TestKafka kafka;
  private @Nullable Admin admin;

  @BeforeAll
  void start() throws Exception {
    kafka = TestKafka.start(folder);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(admin).close();
    Objects.requireNonNull(kafka).close();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Listening {
    @Bean
    Listener listener() {
      return new Listener();
    }
  }

  static class Listener {
    @KafkaListener(
        id = GROUP,
        topics = Topics.FRAMES,
        concurrency = "2",
        batch = "true",
        properties = "max.poll.records=5")
    void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
      assertThat(batch).isNotEmpty();
    }
  }

  @Test
  void theThreadsOfOneInstanceAreDifferentStaticMembersWhereItsNameIsSet() {
    try (var _ = listening("--INSTANCE_ID=pod-1")) {
      await().atMost(PATIENCE).until(() -> members().size() == 2);
      assertThat(members())
          .extracting(MemberDescription::groupInstanceId)
          .containsExactlyInAnyOrder(Optional.of("pod-1-0"), Optional.of("pod-1-1"));
      assertThat(members())
          .extracting(MemberDescription::clientId)
          .containsExactlyInAnyOrder("capture-names-pod-1-0", "capture-names-pod-1-1");
    }
    // Static members leave when their session ends; the next start takes their place at once.
    try (var _ = listening("--INSTANCE_ID=pod-1")) {
      assertThat(members()).hasSize(2);
    }
    await().atMost(PATIENCE).until(() -> members().isEmpty());
  }

  @Test
  void anInstanceWhoseNameDoesNotHoldOverRestartsIsNoStaticMember() {
    try (var _ = listening()) {
      await().atMost(PATIENCE).until(() -> members().size() == 2);
      assertThat(members())
          .extracting(MemberDescription::groupInstanceId)
          .containsOnly(Optional.empty());
    }
    await().atMost(PATIENCE).until(() -> members().isEmpty());
  }

  private ConfigurableApplicationContext listening(String... settings) {
    return Idle.start(Listening.class, Objects.requireNonNull(kafka).bootstrapServers(), settings);
  }

  /** None while there is no such group. */
  private Collection<MemberDescription> members() {
    try {
      return Objects.requireNonNull(admin)
          .describeConsumerGroups(List.of(GROUP))
          .all()
          .get()
          .values()
          .stream()
          .flatMap(it -> it.members().stream())
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
