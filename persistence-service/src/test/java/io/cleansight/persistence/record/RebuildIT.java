package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.persistence.PersistenceApplication;
import java.nio.file.Path;
import java.time.Instant;
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
          Topics.ERASURES,
          Topics.AUDIT);

  /** What does not depend on decisions. */
  private static final String SEEN =
      "SELECT camera_id, hour_start, total_frames, total_handwash_events, saved_frames, visits, judged_visits FROM statistics_hourly ORDER BY 1, 2";

  @TempDir static Path folder;

  private @Nullable TestStack stack;
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
    stack = new TestStack(folder, 19);
    try (var _ = service(stack().database().url())) {
      var kinds = new AllKinds(stack().traffic());
      kinds.settings();
      stack().traffic().send(FRAMES);
      kinds.health();
      stack().awaitRead(TOPICS.toArray(String[]::new));
      decideAboutViolations(kinds);
      decideAboutAlerts(kinds);
      kinds.reviewOfNothing();
      stack().awaitRead(TOPICS.toArray(String[]::new));
      erase(kinds);
    }
    original = contents(stack().database().url());
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void isEqualInWhicheverOrderTopicsAreRead(List<String> order) throws Exception {
    String url = stack().database().create("rebuilt_" + Integer.toHexString(order.hashCode()));
    HeldTopics.hold(Set.copyOf(order));
    try (var _ = service(url)) {
      stack().lookAt(url);
      for (String topic : order) {
        HeldTopics.release(topic);
        stack().awaitRead(topic);
      }
      awaitErased();
    }
    var rebuilt = contents(url);
    assertThat(original).isNotNull();
    assertThat(rebuilt.keySet()).isEqualTo(original.keySet());
    var softly = new SoftAssertions();
    original.forEach(
        (table, rows) -> softly.assertThat(rebuilt.get(table)).as(table).isEqualTo(rows));
    softly.assertAll();
  }

  private void decideAboutViolations(AllKinds kinds) throws Exception {
    List<String> violations =
        stack().rows("SELECT camera_id, id FROM violation_events ORDER BY timestamp, id");
    for (int i = 0; i < 10; i++) {
      String[] columns = violations.get(i).split(" ", -1);
      UUID id = UUID.fromString(columns[1]);
      kinds.review(columns[0], "violation", id, "confirmed", 0);
      kinds.review(columns[0], "violation", id, "false_positive", 0); // came too late
      kinds.review(columns[0], "violation", id, "resolved", i % 2 == 0 ? 1 : null);
      kinds.review(columns[0], "hold", id, "held", null);
      kinds.review(columns[0], "hold", id, "lifted", null);
    }
    for (int i = 10; i < 20; i++) {
      String[] columns = violations.get(i).split(" ", -1);
      UUID id = UUID.fromString(columns[1]);
      kinds.review(columns[0], "violation", id, "false_positive", 0);
      if (i % 3 == 0) {
        kinds.review(columns[0], "violation", id, "pending", 1);
      }
    }
  }

  /**
   * Of half a minute of half of the cameras, with one violation that is held: it is gone, but for
   * that, and every sum is what it was.
   */
  private void erase(AllKinds kinds) throws Exception {
    String held =
        stack()
            .rows("SELECT id FROM violation_events WHERE legal_hold ORDER BY timestamp, id LIMIT 1")
            .getFirst();
    String[] range =
        stack()
            .rows(
                "SELECT (extract(epoch FROM min(timestamp)) * 1000)::bigint FROM violation_events")
            .getFirst()
            .split(" ", -1);
    Instant from = Instant.ofEpochMilli(Long.parseLong(range[0]));
    Instant to = from.plusSeconds(30);
    String cameras = "camera_id IN ('cam-0', 'cam-2', 'cam-4', 'cam-6', 'cam-8')";
    String inRange = cameras + " AND timestamp >= '%s' AND timestamp < '%s'".formatted(from, to);
    assertThat(stack().number("SELECT count(*) FROM violation_events WHERE " + inRange))
        .isGreaterThan(3);
    List<String> sums = stack().rows(SEEN);
    kinds.erasure(
        List.of("cam-0", "cam-2", "cam-4", "cam-6", "cam-8"), from, to, UUID.fromString(held));
    stack().awaitRead(Topics.ERASURES);
    awaitErased();
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stack().rows("SELECT target FROM audit_log WHERE action = 'erased'"))
                    .singleElement()
                    .asString()
                    .contains("cam-0, cam-2")
                    .endsWith("kept under legal hold 1"));
    assertThat(stack().rows("SELECT id FROM violation_events WHERE " + inRange))
        .containsExactly(held);
    assertThat(stack().number("SELECT count(*) FROM detection_records WHERE " + inRange)).isZero();
    assertThat(stack().number("SELECT count(*) FROM hygiene_events WHERE " + inRange)).isZero();
    assertThat(
            stack()
                .number(
                    "SELECT count(*) FROM snapshot_pictures WHERE path NOT IN (SELECT path FROM violation_snapshots WHERE path IS NOT NULL)"))
        .isZero();
    assertThat(stack().rows(SEEN)).isEqualTo(sums);
    // What was decided is forgotten with what was erased.
    assertThat(stack().number("SELECT sum(total_violations)::bigint FROM statistics_hourly"))
        .isEqualTo(
            stack()
                .number(
                    "SELECT (SELECT count(*) FROM violation_events WHERE status <> 'false_positive') + (SELECT count(*) FROM erased_violations)"));
  }

  private void awaitErased() {
    await()
        .atMost(TestStack.PATIENCE)
        .until(
            () ->
                stack()
                        .number(
                            "SELECT (SELECT count(*) FROM erasures WHERE applied_at IS NULL) + (SELECT count(*) FROM leaving_pictures)")
                    == 0);
  }

  /**
   * That an erasure was applied is said again in the audit, and passed over as it is there already:
   * how far that topic is read is another matter.
   */
  private static SortedMap<String, List<String>> contents(String url) throws Exception {
    SortedMap<String, List<String>> contents = Database.contents(url);
    contents.computeIfPresent(
        "consumer_position",
        (_, rows) -> rows.stream().filter(it -> !it.contains("cleansight.audit")).toList());
    return contents;
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
    stack().awaitRead(Topics.ALERTS);
    kinds.review(kinds.camera(), "alert", acknowledged, "acknowledged", 0);
    kinds.review(kinds.camera(), "alert", resolvedByHand, "acknowledged", 0);
    kinds.review(kinds.camera(), "alert", resolvedByHand, "resolved", 1);
    kinds.review(kinds.camera(), "alert", resolvedBefore, "acknowledged", 0);
    stack().awaitRead(Topics.REVIEWS);
    kinds.alert(acknowledged, "resolved", kinds.start().plusSeconds(500));
    kinds.alert(resolvedByHand, "resolved", kinds.start().plusSeconds(500));
  }

  private ConfigurableApplicationContext service(String url) {
    return new SpringApplicationBuilder(PersistenceApplication.class, HeldTopics.class)
        .web(WebApplicationType.NONE)
        .run(
            "--spring.datasource.url=" + url,
            "--spring.kafka.bootstrap-servers=" + stack().kafka().bootstrapServers(),
            "--spring.kafka.listener.poll-timeout=100ms", // how soon a topic that is released is
            // read
            "--persistence.erase-every=200ms",
            "--persistence.clips.every=1h",
            "--spring.datasource.hikari.minimum-idle=1");
  }

  private TestStack stack() {
    if (stack == null) {
      throw new IllegalStateException("not started");
    }
    return stack;
  }
}
