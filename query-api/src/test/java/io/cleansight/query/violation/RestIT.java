package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The REST interface over a real database and broker, with persistence away: nothing that is
 * decided is applied.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestIT {
  private static final int VIOLATIONS = 57;
  private static final String SOME = "00000000-0000-0000-0000-000000000007";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running = Running.in(folder);
    // Several at one instant: paging must not lose or repeat any.
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, untimely)
        SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), 'line-' || mod(n, 3),
               now() - n / 5 * interval '1 minute', 'no_hairnet', n, 0.9,
               '{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}', 'for the test',
               CASE n WHEN 7 THEN 'future' END
        FROM generate_series(1, %d) AS n
        """
            .formatted(VIOLATIONS));
    running.sql("UPDATE violation_events SET assignee = 'ann' WHERE id = '%s'".formatted(SOME));
    running.sql(
        """
        UPDATE violation_events SET reason_code = 'without_item', reason_parameters = '{"frames": "9"}'
        WHERE id = '%s'"""
            .formatted(SOME));
    running.sql(
        """
        INSERT INTO alert_history
          (id, rule_id, camera_id, timestamp, alert_type, message, message_code, message_parameters, details, priority)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'spoken', now(), 'camera_offline', 'spoken: not online for 60 s',
                'offline', '{"lasted_seconds": "60"}', '{}', 'high')""");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @Test
  void pagesByCursorHoldEachViolationOnceNewestFirst() throws Exception {
    var ids = new ArrayList<String>();
    var times = new ArrayList<String>();
    String next = "";
    do {
      JsonNode page = Running.json(get("records/violations?page_size=4" + next));
      for (JsonNode item : page.get("items")) {
        ids.add(item.get("id").asString());
        times.add(item.get("timestamp").asString());
      }
      next =
          page.get("next_cursor").isNull() ? "" : "&cursor=" + page.get("next_cursor").asString();
    } while (!next.isEmpty());
    assertThat(ids).hasSize(VIOLATIONS);
    assertThat(new HashSet<>(ids)).hasSize(VIOLATIONS);
    assertThat(times)
        .isSortedAccordingTo(
            (a, b) -> java.time.Instant.parse(b).compareTo(java.time.Instant.parse(a)));
  }

  @Test
  void filtersAndPagesByNumberWork() throws Exception {
    assertThat(
            Running.json(get("records/violations?camera_id=line-1&page_size=200"))
                .get("items")
                .size())
        .isEqualTo(19);
    assertThat(Running.json(get("records/violations?status=confirmed")).get("items").size())
        .isZero();
    assertThat(Running.json(get("records/violations?page=6&page_size=10")).get("items").size())
        .isEqualTo(7);
    assertThat(Running.json(get("records/violations/" + SOME)).get("reason").asString())
        .isEqualTo("for the test");
  }

  @Test
  void whatIsGivenToSomebodyIsFoundAndAllAreCounted() throws Exception {
    assertThat(
            Running.json(get("records/violations?assignee=ann"))
                .get("items")
                .valueStream()
                .map(it -> it.get("id").asString()))
        .containsExactly(SOME);
    assertThat(count("")).isEqualTo(VIOLATIONS);
    assertThat(count("?camera_id=line-1&status=pending")).isEqualTo(19);
    assertThat(count("?assignee=ann")).isEqualTo(1);
    assertThat(count("?untimely=true")).isEqualTo(1);
    assertThat(count("?untimely=false")).isEqualTo(VIOLATIONS - 1);
    assertThat(count("?severity=critical")).isZero();
    assertThat(count("?to=2026-01-01T00:00:00Z")).isZero();
  }

  @Test
  void whatIsSaidOfAViolationOrAnAlertIsACodeWithParametersToo() throws Exception {
    JsonNode violation = Running.json(get("records/violations/" + SOME));
    assertThat(violation.get("reason_code").asString()).isEqualTo("without_item");
    assertThat(violation.get("reason_parameters").get("frames").asString()).isEqualTo("9");
    JsonNode unsaid = Running.json(get("records/violations/00000000-0000-0000-0000-000000000008"));
    assertThat(unsaid.get("reason_code").isNull()).isTrue();
    assertThat(unsaid.get("reason_parameters").isNull()).isTrue();
    JsonNode alert = Running.json(get("alerts?camera_id=spoken")).get("items").get(0);
    assertThat(alert.get("message_code").asString()).isEqualTo("offline");
    assertThat(alert.get("message_parameters").get("lasted_seconds").asString()).isEqualTo("60");
    JsonNode events = Running.json(get("events?kind=violation&page_size=200")).get("items");
    assertThat(events.valueStream().map(it -> it.get("message_code").asString("")))
        .containsOnlyOnce("without_item");
    JsonNode event = Running.json(get("events?camera_id=spoken")).get("items").get(0);
    assertThat(event.get("message_code").asString()).isEqualTo("offline");
    assertThat(event.get("message_parameters").get("lasted_seconds").asString()).isEqualTo("60");
  }

  private int count(String query) throws Exception {
    JsonNode count = Running.json(get("records/violations/count" + query));
    assertThat(count.get("more").asBoolean()).isFalse();
    return count.get("count").asInt();
  }

  @Test
  void theViolationsOfAnAlertAreFound() throws Exception {
    String alert = "00000000-0000-0000-0000-00000000a1e7";
    running()
        .sql(
            """
            INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
            SELECT '%s', gen_random_uuid(), 'line-1', now(), 'violation_threshold', 'two of them',
                   jsonb_build_object('violation_ids', jsonb_agg(id)), 'high'
            FROM violation_events WHERE track_id IN (7, 8)"""
                .formatted(alert));
    assertThat(count("?alert_id=" + alert)).isEqualTo(2);
    assertThat(Running.json(get("records/violations?alert_id=" + alert)).get("items").size())
        .isEqualTo(2);
    assertThat(count("?alert_id=" + SOME)).isZero();
  }

  @Test
  void aViolationSaysThatItsTimeCannotBeRight() throws Exception {
    assertThat(Running.json(get("records/violations/" + SOME)).get("untimely").asString())
        .isEqualTo("future");
    assertThat(
            Running.json(get("records/violations?page_size=200"))
                .get("items")
                .valueStream()
                .filter(it -> it.get("untimely").isNull()))
        .hasSize(VIOLATIONS - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "records/violations?page_size=1e9                | page_size",
        "records/violations?page_size=-1                 | page_size",
        "records/violations?page_size=NaN                | page_size",
        "records/violations?page=0                       | page",
        "records/violations?page=99999999999             | page",
        "records/violations?from=yesterday               | from",
        "records/violations?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | from",
        "records/violations?from=2020-01-01T00:00:00Z    | from",
        "records/violations?camera_id=..%2Fx             | camera_id",
        "records/violations?camera_id=%E2%80%AEabc       | camera_id",
        "records/violations?status=bad                   | status",
        "records/violations/count?status=bad             | status",
        "records/violations?severity=bad                 | severity",
        "records/violations?zone=privacy                 | zone",
        "records/violations?shift=noon                   | shift",
        "records/violations?date=2026-02-30              | date",
        "records/violations?date=9999-01-01              | date",
        "records/violations?hour_of_week=8%2000          | hour_of_week",
        "records/violations?time_zone=Mars               | time_zone",
        "records/violations?untimely=perhaps             | untimely",
        "records/violations?alert_id=7                   | alert_id",
        "records/violations/count?shift=noon             | shift",
        "records/violations?violation_type=%27--         | violation_type",
        "records/violations?cursor=forged                | cursor",
        "records/violations/not-a-uuid                   | id",
        "records/detection-records/a%20b                 | camera_id",
        "statistics/daily?days=401                       | days",
        "statistics/summary?period=9d                    | period",
        "alerts?status=asleep                            | status"
      })
  void aBadParameterIsNamed(String path, String field) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(Running.json(answer).get("field").asString()).isEqualTo(field);
    assertThat(Running.json(answer).get("detail").asString()).contains(" must be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                        | body",
        "{                                                         | no JSON",
        "[]                                                        | the body is no JSON",
        "{}                                                        | status must be given",
        "{\"status\": \"approved\"}                                | status must be one of",
        "{\"status\": \"confirmed\", \"status\": \"pending\"}      | Duplicate Object property",
        "{\"status\": \"confirmed\", \"id\": 7}                    | id is not a field",
        "{\"status\": \"confirmed\"} {}                            | no JSON",
        "{\"status\": \"confirmed\", \"expected_version\": 1e400}  | expected_version",
        "{\"status\": \"confirmed\", \"notes\": \"a\\u0000b\"}     | notes does not fit: no control characters"
      })
  void aBadDecisionIsRefusedByTheNameOfItsFault(String body, String fault) throws Exception {
    HttpResponse<String> answer = decide(SOME, "application/json", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("detail").asString()).contains(fault);
  }

  @Test
  void anotherContentTypeOrTargetIsRefused() throws Exception {
    assertThat(decide(SOME, "text/plain", "{}").statusCode()).isEqualTo(415);
    String nobody = "ffffffff-0000-0000-0000-000000000000";
    assertThat(decide(nobody, "application/json", "{\"status\": \"confirmed\"}").statusCode())
        .isEqualTo(404);
    assertThat(get("records/violations/" + nobody).statusCode()).isEqualTo(404);
    assertThat(get("records/violations/" + SOME + "/snapshot").statusCode()).isEqualTo(404);
  }

  @Test
  void aDecisionThatIsNotAppliedInTimeIsAccepted() throws Exception {
    HttpResponse<String> answer = decide(SOME, "application/json", "{\"status\": \"confirmed\"}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Running.json(answer).get("status").asString()).isEqualTo("pending");
  }

  @Test
  void everyAnswerTellsTheBrowserToBeCareful() throws Exception {
    assertThat(get("cameras").headers().firstValue("content-security-policy"))
        .hasValueSatisfying(
            it -> assertThat(it).contains("default-src 'self'").doesNotContain("unsafe"));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return running().get(path);
  }

  private HttpResponse<String> decide(String id, String type, String body)
      throws IOException, InterruptedException {
    return running()
        .send(
            HttpRequest.newBuilder(running().at("records/violations/" + id + "/status"))
                .header("X-API-Key", Running.API_KEY)
                .header("content-type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
