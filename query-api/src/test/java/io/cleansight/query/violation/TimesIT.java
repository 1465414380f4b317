package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
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
 * A violation at each full hour, in UTC, of three days in Berlin, in the second of whose nights, of
 * the 28th of March, the clock is set forward; no shift begins on the 30th.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimesIT {
  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder, "--query.report.time-zone=Europe/Berlin", "--query.report.holidays=2026-03-30");
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, zones)
        SELECT gen_random_uuid(), gen_random_uuid(), 'line-1', at, 'no_hairnet', 1, 0.9,
               '{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}', 'for the test',
               CASE extract(hour FROM at AT TIME ZONE 'UTC') WHEN 0 THEN '{monitoring,work_area}'::text[] WHEN 1 THEN '{work_area}' ELSE '{}' END
        FROM generate_series(timestamptz '2026-03-27T12:00:00Z', timestamptz '2026-03-30T11:00:00Z', '1 hour') AS at""");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  /** A night is of the day on which it began, and as long as the clock on the wall says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shift=night&date=2026-03-27 | 8 | 2026-03-28T04:00:00Z | 2026-03-27T21:00:00Z",
        "shift=night&date=2026-03-28 | 7 | 2026-03-29T03:00:00Z | 2026-03-28T21:00:00Z",
        "shift=early&date=2026-03-28 | 8 | 2026-03-28T12:00:00Z | 2026-03-28T05:00:00Z",
        "date=2026-03-28             | 23 | 2026-03-29T03:00:00Z | 2026-03-28T05:00:00Z",
        "shift=night                 | 23 | 2026-03-30T03:00:00Z | 2026-03-27T21:00:00Z",
        "shift=night&from=2026-03-28T23:00:00Z&to=2026-03-29T20:00:00Z | 5 | 2026-03-29T03:00:00Z | 2026-03-28T23:00:00Z",
        "shift=night&date=2026-03-28&to=2026-03-29T00:00:00Z | 3 | 2026-03-28T23:00:00Z | 2026-03-28T21:00:00Z",
        "hour_of_week=6%2005&time_zone=Europe/Berlin | 1 | 2026-03-28T04:00:00Z | 2026-03-28T04:00:00Z",
        "hour_of_week=6%2005         | 1 | 2026-03-28T05:00:00Z | 2026-03-28T05:00:00Z"
      })
  void violationsOfAShiftAreFoundByItsNameAndDay(
      String query, int count, String newest, String oldest) throws Exception {
    List<String> times = times(query);
    assertThat(times).hasSize(count).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(times.getFirst()).isEqualTo(newest);
    assertThat(times.getLast()).isEqualTo(oldest);
    assertThat(json("records/violations/count?" + inSpring(query)).get("count").asInt())
        .isEqualTo(count);
  }

  @Test
  void onADayWithoutShiftsThereAreNone() throws Exception {
    assertThat(times("date=2026-03-30")).isEmpty();
    assertThat(times("shift=night&date=2026-03-30")).isEmpty();
  }

  @Test
  void aShiftIsReadPageByPage() throws Exception {
    String cursor = "";
    int all = 0;
    do {
      JsonNode page = json("records/violations?page_size=5&" + inSpring("shift=night") + cursor);
      all += page.get("items").size();
      cursor =
          page.get("next_cursor").isNull() ? "" : "&cursor=" + page.get("next_cursor").asString();
    } while (!cursor.isEmpty());
    assertThat(all).isEqualTo(23);
  }

  @Test
  void violationsAreFoundByTheZoneInWhichTheyOpened() throws Exception {
    assertThat(times("zone=work_area")).hasSize(6);
    assertThat(times("zone=monitoring&shift=night")).hasSize(3);
    assertThat(times("zone=restricted")).isEmpty();
    JsonNode first = json("records/violations?" + inSpring("zone=monitoring")).get("items").get(0);
    assertThat(first.get("zones").toString()).isEqualTo("[\"monitoring\",\"work_area\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shift=noon      | shift must be one of [early, late, night]",
        "date=yesterday  | date must be a day like 2026-03-01",
        "hour_of_week=24 | hour_of_week must be from 1 00",
        "zone=kitchen    | zone must be one of [entrance, handwash, monitoring, restricted, sanitize, work_area]"
      })
  void whatCannotBeMeantIsNamedWithWhatThereIs(String query, String said) throws Exception {
    HttpResponse<String> answer = running().get("records/violations?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Running.json(answer).get("field").asString())
        .isEqualTo(query.replaceFirst("=.*", ""));
    assertThat(Running.json(answer).get("detail").asString()).startsWith(said);
  }

  private List<String> times(String query) throws Exception {
    return json("records/violations?page_size=200&" + inSpring(query))
        .get("items")
        .valueStream()
        .map(it -> it.get("timestamp").asString())
        .toList();
  }

  private static String inSpring(String query) {
    return query
        + (query.contains("from=") ? "" : "&from=2026-03-01T00:00:00Z")
        + (query.contains("&to=") ? "" : "&to=2026-04-30T00:00:00Z");
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
