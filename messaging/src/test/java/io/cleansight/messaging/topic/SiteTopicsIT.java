package io.cleansight.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How topics are laid out over one broker, with topics and without. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteTopicsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    admin().close();
    Objects.requireNonNull(kafka).close();
  }

  @BeforeEach
  void withoutTopics() throws Exception {
    admin().deleteTopics(admin().listTopics().names().get()).all().get();
    await().atMost(PATIENCE).until(() -> admin().listTopics().names().get().isEmpty());
  }

  @Test
  void oneBrokerHasOneReplica() {
    assertThat(SiteTopics.layout(admin(), new TopicProperties(48, 0)))
        .isEqualTo(new TopicLayout(48, 1, 1));
  }

  @Test
  void replicasThatAreSetCountAndAllButOneOfThemMustHaveARecord() {
    assertThat(SiteTopics.layout(admin(), new TopicProperties(6, 5)))
        .isEqualTo(new TopicLayout(6, 5, 4));
    assertThat(SiteTopics.layout(admin(), new TopicProperties(6, 1)))
        .isEqualTo(new TopicLayout(6, 1, 1));
  }

  @Test
  void theNumberThatTopicsHaveStaysAndASettingThatDiffersIsSaid(CapturedOutput output)
      throws Exception {
    make(Topics.FRAMES, 4);
    make(Topics.DETECTIONS, 4);
    make(Topics.AUDIT, 1); // not spread by camera
    assertThat(SiteTopics.layout(admin(), new TopicProperties(4, 0)).partitions()).isEqualTo(4);
    assertThat(output.getOut()).doesNotContain("topics.partitions");
    assertThat(SiteTopics.layout(admin(), new TopicProperties(48, 0)).partitions()).isEqualTo(4);
    assertThat(output.getOut())
        .contains("topics have 4 partitions, topics.partitions says 48", "docs/partitions.md");
  }

  @Test
  void topicsThatDifferInTheirNumberAreRefusedByName() throws Exception {
    make(Topics.FRAMES, 4);
    make(Topics.VIOLATIONS, 6);
    assertThatThrownBy(() -> SiteTopics.layout(admin(), new TopicProperties(6, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cleansight.frames=4")
        .hasMessageContaining("cleansight.violations=6")
        .hasMessageContaining("grow-partitions");
    assertThatThrownBy(() -> Idle.start(Objects.requireNonNull(kafka).bootstrapServers()))
        .rootCause()
        .hasMessageContaining("cleansight.frames=4");
  }

  private void make(String topic, int partitions) throws Exception {
    admin().createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    await().atMost(PATIENCE).until(() -> admin().listTopics().names().get().contains(topic));
  }

  private Admin admin() {
    return Objects.requireNonNull(admin);
  }
}
