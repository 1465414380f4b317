package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.persistence.PersistenceApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole database made anew from Kafka is the one that there was, row by row and reviews
 * included, in whichever order topics are read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildIT {
  private static final int FRAMES = 1600;
  private static final int SHUFFLES = 3;
  private static final List<String> TOPICS =
      List.of(
          Topics.CAMERAS,
          Topics.ALERT_RULES,
          Topics.SILENCES,
          Topics.CAMERA_HEALTH,
          Topics.SKIPPED_FRAMES,
          Topics.ACTIVITY,
          Topics.VIOLATIONS,
          Topics.EVIDENCE,
          Topics.ALERTS,
          Topics.NOTIFICATIONS,
          Topics.REVIEWS,
          Topics.AUDIT);

  @TempDir static Path folder;

  private @Nullable Ground ground;
  private @Nullable SortedMap<String, List<String>> original;

  static List<List<String>> orders() {
    var random = new Random(5);
    Stream<List<String>> shuffled =
        Stream.generate(
                () -> {
                  var topics = new ArrayList<>(TOPICS);
                  Collections.shuffle(topics, random);
                  return List.copyOf(topics);
                })
            .limit(SHUFFLES);
    return Stream.concat(Stream.of(TOPICS, TOPICS.reversed()), shuffled).toList();
  }

  /** As it comes about day by day: what is decided about is there when it is decided. */
  @BeforeAll
  void live() throws Exception {
    ground = new Ground(folder, 19);
    try (var _ = service(ground().database().url())) {
      var kinds = new AllKinds(ground().traffic());
      kinds.settings();
      ground().traffic().send(FRAMES);
      kinds.health();
      ground().awaitRead(TOPICS.toArray(String[]::new));
      decideAboutViolations(kinds);
      decideAboutAlerts(kinds);
      kinds.reviewOfNothing();
      ground().awaitRead(TOPICS.toArray(String[]::new));
    }
    original = Database.contents(ground().database().url());
  }

  @AfterAll
  void stop() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void isEqualInWhicheverOrderTopicsAreRead(List<String> order) throws Exception {
    String url = ground().database().create("rebuilt_" + Integer.toHexString(order.hashCode()));
    HeldTopics.hold(Set.copyOf(order));
    try (var _ = service(url)) {
      ground().lookAt(url);
      for (String topic : order) {
        HeldTopics.release(topic);
        ground().awaitRead(topic);
      }
    }
    var rebuilt = Database.contents(url);
    assertThat(original).isNotNull();
    assertThat(rebuilt.keySet()).isEqualTo(original.keySet());
    var softly = new SoftAssertions();
    original.forEach(
        (table, rows) -> softly.assertThat(rebuilt.get(table)).as(table).isEqualTo(rows));
    softly.assertAll();
  }

  private void decideAboutViolations(AllKinds kinds) throws Exception {
    List<String> violations =
        ground().rows("SELECT camera_id, id FROM violation_events ORDER BY timestamp, id");
    for (int i = 0; i < 10; i++) {
      String[] columns = violations.get(i).split(" ", -1);
      UUID id = UUID.fromString(columns[1]);
      kinds.review(columns[0], "violation", id, "confirmed", 0);
      kinds.review(columns[0], "violation", id, "false_positive", 0); // came too late
      kinds.review(columns[0], "violation", id, "resolved", i % 2 == 0 ? 1 : null);
      kinds.review(columns[0], "hold", id, "held", null);
      kinds.review(columns[0], "hold", id, "lifted", null);
    }
  }

  private void decideAboutAlerts(AllKinds kinds) throws Exception {
    UUID acknowledged = new UUID(9, 1);
    UUID resolvedByHand = new UUID(9, 2);
    UUID resolvedBefore = new UUID(9, 3);
    for (UUID alert : List.of(acknowledged, resolvedByHand, resolvedBefore)) {
      kinds.alert(alert, "raised", null);
      kinds.notification(alert, "https://one", "retrying", "timed out");
      kinds.notification(alert, "https://one", "given_up", "refused");
      kinds.notification(alert, "https://two", "given_up", "no such host");
      kinds.notification(alert, "https://three", "delivered", null);
      kinds.alert(alert, "updated", null);
    }
    kinds.alert(resolvedBefore, "resolved", kinds.start().plusSeconds(10));
    ground().awaitRead(Topics.ALERTS);
    kinds.review(kinds.camera(), "alert", acknowledged, "acknowledged", 0);
    kinds.review(kinds.camera(), "alert", resolvedByHand, "acknowledged", 0);
    kinds.review(kinds.camera(), "alert", resolvedByHand, "resolved", 1);
    kinds.review(kinds.camera(), "alert", resolvedBefore, "acknowledged", 0);
    ground().awaitRead(Topics.REVIEWS);
    kinds.alert(acknowledged, "resolved", kinds.start().plusSeconds(500));
    kinds.alert(resolvedByHand, "resolved", kinds.start().plusSeconds(500));
  }

  private ConfigurableApplicationContext service(String url) {
    return new SpringApplicationBuilder(PersistenceApplication.class, HeldTopics.class)
        .web(WebApplicationType.NONE)
        .run(
            "--spring.datasource.url=" + url,
            "--spring.kafka.bootstrap-servers=" + ground().kafka().bootstrapServers(),
            "--spring.datasource.hikari.minimum-idle=1");
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
