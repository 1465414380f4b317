package io.cleansight.query.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** A night of two cameras in Berlin, the 28th of March, in which the clock is set forward. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShiftReportIT {
  private static final String AFTER_THE_NIGHT = "reports/shift?at=2026-03-29T05:00:00Z";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.report.time-zone=Europe/Berlin",
            "--query.report.site=Plant 2",
            "--query.access.api-keys[1].name=line-2",
            "--query.access.api-keys[1].sha256=" + Secrets.sha256("line-2"),
            "--query.access.api-keys[1].role=viewer",
            "--query.access.api-keys[1].cameras=line-2");
    // Both from the 20th on: 100 frames a quarter, of line-1 of ten visits that were judged two are
    // violating, and all seen.
    running.sql(
        """
        INSERT INTO statistics_quarter_hourly
          (camera_id, quarter_start, total_frames, visits, judged_visits, violating_visits, seen_seconds)
        SELECT camera, quarter, 100, 12, 10, CASE camera WHEN 'line-1' THEN 2 ELSE 0 END, 900
        FROM unnest('{line-1,line-2}'::text[]) AS camera,
             generate_series(timestamptz '2026-03-20T00:00:00Z', timestamptz '2026-03-30T00:00:00Z', '15 minutes')
               AS quarter""");
    // line-2 lacks half an hour of the night, and a part of a quarter.
    running.sql(
        "DELETE FROM statistics_quarter_hourly WHERE camera_id = 'line-2'"
            + " AND quarter_start IN ('2026-03-28T23:00:00Z', '2026-03-28T23:15:00Z')");
    running.sql(
        "UPDATE statistics_quarter_hourly SET seen_seconds = 600 WHERE camera_id = 'line-2'"
            + " AND quarter_start = '2026-03-29T02:00:00Z'");
    running.sql(
        """
        INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
        SELECT camera, now(), 'online', kind, 5, now(), 5, 5, '{}'
        FROM (VALUES ('line-1', 'live'), ('line-2', 'live'), ('film', 'recorded')) AS it (camera, kind)""");
    // One that was tried in February and never delivered anything.
    running.sql(
        """
        INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
        VALUES ('dark', '2026-02-10T20:00:00Z', 'offline', 'live', 0, '2026-02-10T12:00:00Z', 0, 0, '{}')""");
    violations("line-1", "2026-03-28T21:00:00Z", "no_hairnet", "medium", "pending");
    violations("line-1", "2026-03-29T01:00:00Z", "no_handwash", "high", "confirmed");
    violations("line-1", "2026-03-29T02:00:00Z", "no_hairnet", "low", "resolved");
    violations("line-1", "2026-03-29T02:30:00Z", "no_hairnet", "critical", "false_positive");
    violations("line-2", "2026-03-29T03:59:59Z", "no_hairnet", "high", "pending");
    violations("line-2", "2026-03-29T04:00:00Z", "no_hairnet", "high", "pending"); // the next shift
    violations("line-2", "2026-03-27T23:00:00Z", "no_hairnet", "high", "confirmed");
    running.sql("UPDATE violation_events SET snapshot_state = 'present' WHERE severity <> 'low'");
    running.sql(
        """
        INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority, status)
        SELECT gen_random_uuid(), gen_random_uuid(), 'line-1', at, 'violation_threshold', 'm', '{}', 'high', status
        FROM (VALUES (timestamptz '2026-03-28T22:00:00Z', 'raised'), ('2026-03-28T22:30:00Z', 'acknowledged'),
                     ('2026-03-28T23:30:00Z', 'resolved'), ('2026-03-20T23:30:00Z', 'raised')) AS it (at, status)""");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  private void violations(String camera, String at, String type, String severity, String status)
      throws Exception {
    running()
        .sql(
            """
            INSERT INTO violation_events
              (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, severity, status)
            VALUES (gen_random_uuid(), gen_random_uuid(), '%s', '%s', '%s', 1, 0.9, '{"x": 0.5}', 'for the test', '%s', '%s')"""
                .formatted(camera, at, type, severity, status));
  }

  @Test
  void aShiftIsOfTheDayOnWhichItBeganAndAsLongAsTheClockSays() throws Exception {
    JsonNode report = json(AFTER_THE_NIGHT);
    assertThat(report.get("site").asString()).isEqualTo("Plant 2");
    assertThat(report.get("time_zone").asString()).isEqualTo("Europe/Berlin");
    assertThat(report.get("shift").toString())
        .isEqualTo(
            """
            {"name":"night","day":"2026-03-28","from":"2026-03-28T22:00:00+01:00","to":"2026-03-29T06:00:00+02:00"}""");
    assertThat(report.get("running").asBoolean()).isFalse();
    assertThat(report.get("previous").get("name").asString()).isEqualTo("late");
    assertThat(report.get("next").get("from").asString()).isEqualTo("2026-03-29T06:00:00+02:00");
  }

  @Test
  void figuresAreThoseOfItsQuartersAndViolations() throws Exception {
    JsonNode report = json(AFTER_THE_NIGHT);
    JsonNode figures = report.get("figures");
    assertThat(figures.get("total_frames").asLong()).isEqualTo(5400); // 28 and 26 quarters
    assertThat(figures.get("visits").asLong()).isEqualTo(648);
    assertThat(figures.get("violations").asLong()).isEqualTo(4);
    assertThat(figures.get("compliance_by_visit").asDouble()).isEqualTo(484 / 540.0);
    assertThat(figures.get("coverage").asDouble()).isEqualTo(1 - 35 / 840.0);
    assertThat(report.get("verdict").toString())
        .isEqualTo("{\"code\":\"attention\",\"reasons\":[\"compliance\"]}");
    JsonNode types = report.get("types");
    assertThat(types.get(0).toString())
        .isEqualTo(
            """
            {"violation_type":"no_hairnet","violations":3,"pending":2,"confirmed":0,"false_positive":1,"resolved":1}""");
    assertThat(types.get(1).get("violation_type").asString()).isEqualTo("no_handwash");
    assertThat(report.get("worst_camera").toString())
        .isEqualTo("{\"camera_id\":\"line-1\",\"violations\":3,\"compliance_by_visit\":0.8}");
  }

  /** What a figure leads to is what it counts. */
  @Test
  void itsViolationsAreFoundByItsTime() throws Exception {
    String range = "&from=2026-03-28T22:00:00%2B01:00&to=2026-03-29T06:00:00%2B02:00";
    String count = "records/violations/count?status=";
    assertThat(json(count + "not_false_positive" + range).get("count").asInt()).isEqualTo(4);
    assertThat(json(count + "pending" + range).get("count").asInt()).isEqualTo(2);
    assertThat(json("records/violations?status=not_false_positive" + range).get("items").size())
        .isEqualTo(4);
  }

  /** Nine nights of the four weeks are kept, of which one had one violation. */
  @Test
  void itIsComparedWithTheMeanOfItsLike() throws Exception {
    JsonNode comparison = json(AFTER_THE_NIGHT).get("comparison");
    assertThat(comparison.get("shifts").asInt()).isEqualTo(9);
    assertThat(comparison.get("violations").asDouble()).isEqualTo(1 / 9.0);
    assertThat(comparison.get("violations_change").asDouble()).isEqualTo(35.0);
    assertThat(comparison.get("compliance_by_visit").asDouble()).isEqualTo(0.9);
    assertThat(comparison.get("compliance_change").asDouble()).isNegative();
    assertThat(json("reports/shift?at=2026-03-20T07:00:00Z").get("comparison").isNull()).isTrue();
  }

  @Test
  void picturesAreTheWorstFirstAndNoFalsePositives() throws Exception {
    JsonNode pictures = json(AFTER_THE_NIGHT).get("pictures");
    assertThat(pictures.valueStream().map(it -> it.get("severity").asString()))
        .containsExactly("high", "high", "medium");
    assertThat(pictures.get(0).get("violation_type").asString()).isEqualTo("no_handwash");
    assertThat(pictures.get(0).get("bbox").get("x").asDouble()).isEqualTo(0.5);
  }

  @Test
  void whatIsOpenIsCountedInItAndInAll() throws Exception {
    assertThat(json(AFTER_THE_NIGHT).get("open").toString())
        .isEqualTo(
            """
            {"to_review":3,"to_review_of_shift":2,"raised":2,"raised_of_shift":1,"acknowledged":1,"acknowledged_of_shift":1}""");
  }

  @Test
  void gapsAreOfLiveCamerasAndByQuarters() throws Exception {
    assertThat(json(AFTER_THE_NIGHT).get("gaps").toString())
        .isEqualTo(
            """
            {"minutes":35,"cameras":[{"camera_id":"line-2","minutes":35,"spans":[\
            {"from":"2026-03-29T00:00:00+01:00","to":"2026-03-29T00:30:00+01:00","minutes":30},\
            {"from":"2026-03-29T04:00:00+02:00","to":"2026-03-29T04:15:00+02:00","minutes":5}]}]}""");
  }

  @Test
  void aCameraThatNeverDeliveredIsMissedFromItsFirstSignToItsLast() throws Exception {
    assertThat(json("reports/shift?at=2026-02-10T13:00:00Z").get("gaps").toString())
        .isEqualTo(
            """
            {"minutes":60,"cameras":[{"camera_id":"dark","minutes":60,"spans":[\
            {"from":"2026-02-10T13:00:00+01:00","to":"2026-02-10T14:00:00+01:00","minutes":60}]}]}""");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T03:59:59Z,      , late  2026-03-28",
    "2026-03-29T04:00:00Z,      , night 2026-03-28",
    "2026-03-29T06:00:00+02:00, , night 2026-03-28",
    "2026-03-29T04:00:00Z, early, early 2026-03-28",
    "2026-03-29T03:59:59Z, night, night 2026-03-27"
  })
  void theLastThatEndedByThenIsMeant(String at, @Nullable String name, String shift)
      throws Exception {
    JsonNode report =
        json(
            "reports/shift?at="
                + URLEncoder.encode(at, StandardCharsets.US_ASCII)
                + (name == null ? "" : "&shift=" + name));
    assertThat(
            report.get("shift").get("name").asString()
                + " "
                + report.get("shift").get("day").asString())
        .isEqualTo(shift.replaceAll(" +", " "));
    if (name != null) {
      assertThat(report.get("previous").get("name").asString()).isEqualTo(name);
      assertThat(report.get("next").get("name").asString()).isEqualTo(name);
    }
  }

  @Test
  void withoutAnInstantItIsTheLastThatIsOver() throws Exception {
    JsonNode report = json("reports/shift");
    assertThat(report.get("running").asBoolean()).isFalse();
    JsonNode next = report.get("next");
    assertThat(next.isNull()).isFalse();
    JsonNode running =
        json(
            "reports/shift?at="
                + URLEncoder.encode(next.get("to").asString(), StandardCharsets.US_ASCII));
    assertThat(running.get("shift").toString()).isEqualTo(next.toString());
    assertThat(running.get("running").asBoolean()).isTrue();
    assertThat(running.get("comparison").isNull()).isTrue();
    assertThat(running.get("next").isNull()).isTrue();
    assertThat(running.get("verdict").get("code").asString()).isEqualTo("unknown");
  }

  /** Of line-2 alone; of the rest they hear nothing. */
  @Test
  void whoMaySeeOneCameraHasTheReportOfThatAlone() throws Exception {
    HttpResponse<String> answer = running().send("line-2", "GET", AFTER_THE_NIGHT, "");
    assertThat(answer.body()).doesNotContain("line-1");
    JsonNode report = Running.json(answer);
    assertThat(report.get("figures").get("violations").asLong()).isEqualTo(1);
    assertThat(report.get("figures").get("compliance_by_visit").asDouble()).isEqualTo(1.0);
    assertThat(report.get("comparison").get("compliance_by_visit").asDouble()).isEqualTo(1.0);
    assertThat(report.get("worst_camera").get("camera_id").asString()).isEqualTo("line-2");
    assertThat(report.get("open").get("raised").asLong()).isZero();
  }

  /** Nothing was seen of any shift: what is worked is shown as far as it is known. */
  @Test
  void whereNothingWasSeenBeforeItIsTheOneThatIsWorked() throws Exception {
    try (Running other =
        running()
            .another(
                "--query.report.time-zone=Europe/Berlin",
                "--query.access.api-keys[1].name=new",
                "--query.access.api-keys[1].sha256=" + Secrets.sha256("new"),
                "--query.access.api-keys[1].role=viewer",
                "--query.access.api-keys[1].cameras=new")) {
      JsonNode report = Running.json(other.send("new", "GET", "reports/shift", ""));
      assertThat(report.get("running").asBoolean()).isTrue();
      assertThat(report.get("figures").get("coverage").isNull()).isTrue();
    }
  }

  @Test
  void whichShiftsAreWorkedIsSaidByTheClockOnTheWall() throws Exception {
    JsonNode plan = json("reports/shifts");
    assertThat(plan.get("time_zone").asString()).isEqualTo("Europe/Berlin");
    assertThat(plan.get("shifts").valueStream().map(it -> it.get("name").asString()))
        .containsExactly("early", "late", "night");
    JsonNode night = plan.get("shifts").get(2);
    assertThat(night.get("start").asString()).isEqualTo("22:00");
    assertThat(night.get("end").asString()).isEqualTo("06:00");
    assertThat(night.get("days").size()).isEqualTo(7);
    assertThat(night.get("days").get(0).asString()).isEqualTo("monday");
  }

  @ParameterizedTest
  @CsvSource({
    "at=yesterday, at must be an instant like",
    "at=2026-03-01, at must be an instant like",
    "shift=noon, 'shift must be one of [early, late, night]'"
  })
  void whatCannotBeMeantIsNamed(String query, String said) throws Exception {
    HttpResponse<String> answer = running().get("reports/shift?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(said);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = running().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Running.json(answer);
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
