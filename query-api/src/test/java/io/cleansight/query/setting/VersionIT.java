package io.cleansight.query.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.TestTopics;
import io.cleansight.query.Running;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cameras and rules, changed on two instances that share Kafka and a database into which nobody
 * writes: what is accepted is what is in the topics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionIT {
  private static final String DEFAULT_RULE = "alerts/rules/7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001";
  private static final String OTHER_DEFAULT = "alerts/rules/7b0a5f6e-0002-5c1e-8a51-6b1d8f0c0002";
  private static final String RULE =
      """
      {"name": "Cold room", "rule_type": "camera_offline", "conditions": {"duration_seconds": 30},
       "notification_channels": ["log"]}""";

  @TempDir static Path folder;

  private @Nullable Running first;
  private @Nullable Running second;

  @BeforeAll
  void start() throws Exception {
    first = Running.in(folder);
    second = first.another();
  }

  @AfterAll
  void stop() throws Exception {
    second().close();
    first().close();
  }

  @Test
  void aNewCameraIsNoneThatIsThere() throws Exception {
    assertThat(created(first(), "new", "{\"name\": \"Line\"}").statusCode()).isEqualTo(202);
    HttpResponse<String> again = created(second(), "new", "{\"name\": \"Mine\"}");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(Running.json(again).get("detail").asString())
        .isEqualTo("camera new is there already");
    first()
        .sql(
            """
            INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
            VALUES ('spoken', now(), 'online', 'live', 1, now(), 1, 1, '{}')
            """);
    assertThat(created(first(), "spoken", "{}").statusCode()).as("never set").isEqualTo(409);
    assertThat(sent(Topics.CAMERAS, "new")).isEqualTo(1);
    assertThat(sent(Topics.CAMERAS, "spoken")).isZero();
  }

  @Test
  void whoReadAnOlderVersionChangesNothing() throws Exception {
    String camera = "cameras/versioned";
    String made = tag(created(first(), "versioned", "{}"));
    HttpResponse<String> changed =
        second().send("PUT", camera, "If-Match", made, "{\"name\": \"A\"}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(202);
    assertThat(tag(changed)).isNotEqualTo(made);
    HttpResponse<String> late = first().send("PUT", camera, "If-Match", made, "{\"name\": \"B\"}");
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(Running.json(late).get("detail").asString())
        .startsWith("somebody else changed camera versioned meanwhile: its version is ");
    assertThat(first().send("DELETE", camera, "If-Match", made, "").statusCode()).isEqualTo(412);
    assertThat(sent(Topics.CAMERAS, "versioned")).isEqualTo(2);
    assertThat(first().send("PUT", camera, "If-Match", "*", "{}").statusCode()).isEqualTo(202);
    HttpResponse<String> unsaid = first().send("PUT", camera, "X-Other", "x", "{}");
    assertThat(unsaid.statusCode()).isEqualTo(428);
    assertThat(Running.json(unsaid).get("detail").asString()).contains("If-Match is missing");
    assertThat(first().send("DELETE", camera, "X-Other", "x", "").statusCode()).isEqualTo(428);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "\"1", "\"1\" \"2\"", "\"99999999999999999999\"", "\"-1\""})
  void whatIsNoVersionIsRefused(String tag) throws Exception {
    HttpResponse<String> answer = first().send("PUT", "cameras/any", "If-Match", tag, "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Running.json(answer).get("field").asString()).isEqualTo("If-Match");
  }

  @Test
  void whatIsNotThereIsNotMadeByTheWay() throws Exception {
    for (String tag : List.of("*", "\"0\"")) {
      assertThat(first().send("PUT", "cameras/nowhere", "If-Match", tag, "{}").statusCode())
          .isEqualTo(404);
    }
    assertThat(first().send("PUT", "cameras/x", "If-None-Match", "\"1\"", "{}").statusCode())
        .isEqualTo(400);
  }

  /** As where Kafka is new and the record is not. */
  @Test
  void whereTheTopicHasNothingTheRecordCounts() throws Exception {
    first()
        .sql(
            """
            INSERT INTO cameras (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis,
                                 set_at, set_offset)
            VALUES ('kept', 'Kept', true, '[]', '[]', 1, 1, now(), 6)""");
    HttpResponse<String> shown = first().get("cameras/kept");
    assertThat(tag(shown)).isEqualTo("\"7\"");
    assertThat(Running.json(shown).get("version").asInt()).isEqualTo(7);
    assertThat(first().get("cameras").body()).contains("\"version\":7");
    assertThat(first().send("PUT", "cameras/kept", "If-Match", "\"6\"", "{}").statusCode())
        .isEqualTo(412);
    assertThat(first().send("PUT", "cameras/kept", "If-Match", "W/\"7\"", "{}").statusCode())
        .isEqualTo(202);
  }

  /** What a camera said last changes without its version. */
  @Test
  void nobodyIsToldThatNothingChanged() throws Exception {
    first()
        .sql(
            """
            INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
            VALUES ('live', now(), 'online', 'live', 1, now(), 1, 1, '{}')
            """);
    assertThat(tag(first().get("cameras/live"))).isEqualTo("\"0\"");
    assertThat(first().send("GET", "cameras/live", "If-None-Match", "\"0\"", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void ofTwoAtOnceOneIsFirst() throws Exception {
    String made = tag(created(first(), "raced", "{}"));
    assertThat(atOnce("cameras/raced", made, "{}")).containsExactly(202, 412);
    assertThat(sent(Topics.CAMERAS, "raced")).isEqualTo(2);
    assertThat(atOnce(DEFAULT_RULE, "\"0\"", RULE)).containsExactly(202, 412);
    assertThat(sent(Topics.ALERT_RULES, DEFAULT_RULE.substring(13))).isEqualTo(1);
  }

  /** Without its answer, nobody knows whether a change was made. */
  @Test
  void aChangeThatIsSentAgainIsMadeOnce() throws Exception {
    String read = tag(first().get(OTHER_DEFAULT));
    assertThat(read).isEqualTo("\"0\"");
    for (Running instance : List.of(first(), second(), first())) {
      var request =
          HttpRequest.newBuilder(instance.at(OTHER_DEFAULT))
              .header("X-API-Key", Running.API_KEY)
              .header("content-type", "application/json")
              .header("If-Match", read)
              .header("Idempotency-Key", "once")
              .PUT(HttpRequest.BodyPublishers.ofString(RULE));
      assertThat(instance.send(request).statusCode()).isEqualTo(202);
    }
    assertThat(sent(Topics.ALERT_RULES, OTHER_DEFAULT.substring(13))).isEqualTo(1);
  }

  /** The record may show for a moment what was taken away. */
  @Test
  void whatWasTakenAwayDoesNotComeBack() throws Exception {
    HttpResponse<String> made = first().send("POST", "alerts/rules", RULE);
    String id = made.headers().firstValue("location").orElseThrow().substring(21);
    String tag = tag(made);
    first()
        .sql(
            """
            INSERT INTO alert_rules (id, name, rule_type, conditions, notification_channels, recipients, enabled, priority)
            VALUES ('%s', 'Cold room', 'camera_offline', '{"duration_seconds": 30}', '["log"]', '[]', true, 'medium')
            """
                .formatted(UUID.fromString(id)));
    String rule = "alerts/rules/" + id;
    assertThat(first().send("DELETE", rule, "If-Match", tag, "").statusCode()).isEqualTo(202);
    assertThat(second().send("PUT", rule, "If-Match", tag, RULE).statusCode()).isEqualTo(404);
    assertThat(second().send("PUT", rule, "If-Match", "*", RULE).statusCode()).isEqualTo(404);
    assertThat(sent(Topics.ALERT_RULES, id)).isEqualTo(2);
  }

  private static HttpResponse<String> created(Running running, String camera, String body)
      throws Exception {
    return running.send("PUT", "cameras/" + camera, "If-None-Match", "*", body);
  }

  private static String tag(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return answer.headers().firstValue("etag").orElseThrow();
  }

  private List<Integer> atOnce(String path, String tag, String body) throws Exception {
    try (var both = Executors.newFixedThreadPool(2)) {
      var asked = new ArrayList<Callable<Integer>>();
      for (Running running : List.of(first(), second())) {
        asked.add(() -> running.send("PUT", path, "If-Match", tag, body).statusCode());
      }
      var statuses = new ArrayList<Integer>();
      for (var answer : both.invokeAll(asked)) {
        statuses.add(answer.get());
      }
      statuses.sort(null);
      return statuses;
    }
  }

  /** How many records a topic has of a key, withdrawals among them. */
  private long sent(String topic, String key) {
    return TestTopics.committed(first().bootstrapServers(), topic, new ByteArrayDeserializer())
        .stream()
        .filter(it -> key.equals(it.key()))
        .count();
  }

  private Running first() {
    return Objects.requireNonNull(first);
  }

  private Running second() {
    return Objects.requireNonNull(second);
  }
}
