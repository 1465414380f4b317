package io.cleansight.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.cleansight.query.Running;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Hours, days and ranges of every time zone, over two days of one camera, and lists of any length.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsIT {
  private static final int CAMERAS = 12;
  private static final int HOURS = 900;
  private static final String LONG = "from=2026-01-01T00:00:00Z&to=2026-02-20T00:00:00Z";
  private static final String TWO_DAYS = "from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running = Running.in(folder);
    running.sql(
        """
        INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)
        SELECT 'long-' || camera, timestamptz '2026-01-01T00:00:00Z' + hour * interval '1 hour', 1
        FROM generate_series(1, %d) AS camera, generate_series(0, %d) AS hour"""
            .formatted(CAMERAS, HOURS - 1));
    running.sql(
        """
        INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons)
        SELECT 'long-' || camera, zone, timestamptz '2026-01-01T00:00:00Z' + hour * interval '1 hour', 1
        FROM generate_series(1, 3) AS camera, generate_series(0, 99) AS hour, unnest('{entrance,handwash}'::text[]) AS zone""");
    // A violation in every quarter, and one frame more in each: which quarter it was shows in the
    // sums.
    running.sql(
        """
        INSERT INTO statistics_quarter_hourly
          (camera_id, quarter_start, total_violations, total_frames, work_entries, unknown_work_entries, stale_frames,
           outdated_frames, visits, judged_visits, violating_visits, total_persons, seen_seconds)
        SELECT 'line', timestamptz '2026-03-01T00:00:00Z' + n * interval '15 minutes', 1, n, 4, 1, 2, 3, 5, 4, 1, 100,
               CASE WHEN n %% 4 = 0 THEN 900 ELSE 0 END
        FROM generate_series(0, 191) AS n"""
            .replace("%%", "%"));
    running.sql(
        """
        INSERT INTO statistics_hourly
          (camera_id, hour_start, total_violations, total_frames, work_entries, unknown_work_entries, stale_frames,
           outdated_frames, visits, judged_visits, violating_visits, total_persons, seen_seconds)
        SELECT camera_id, date_trunc('hour', quarter_start, 'UTC'), sum(total_violations), sum(total_frames),
               sum(work_entries), sum(unknown_work_entries), sum(stale_frames), sum(outdated_frames), sum(visits),
               sum(judged_visits), sum(violating_visits), sum(total_persons), sum(seen_seconds)
        FROM statistics_quarter_hourly GROUP BY 1, 2""");
    running.sql(
        """
        INSERT INTO statistics_zone_quarter_hourly (camera_id, zone, quarter_start, total_persons, compliant_verdicts, visits)
        SELECT camera_id, 'entrance', quarter_start, 1, 1, 2 FROM statistics_quarter_hourly""");
    running.sql(
        """
        INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons, compliant_verdicts, visits)
        SELECT camera_id, 'entrance', hour_start, 4, 4, 8 FROM statistics_hourly WHERE camera_id = 'line'""");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @Test
  void everyHourOfALongTimeIsOnOnePage() throws Exception {
    List<JsonNode> hours = all("statistics/hourly?page_size=200&" + LONG);
    assertThat(hours).hasSize(CAMERAS * HOURS);
    assertThat(hours.stream().map(it -> it.get("camera_id").asString() + it.get("hour_start")))
        .doesNotHaveDuplicates();
    assertThat(hours.stream().map(it -> it.get("hour_start").asString()).toList().reversed())
        .isSorted();
  }

  @Test
  void soIsEveryHourOfAZone() throws Exception {
    List<JsonNode> zones = all("statistics/zones?page_size=7&" + LONG);
    assertThat(zones).hasSize(600);
    assertThat(
            zones.stream()
                .map(it -> it.get("camera_id").asString() + it.get("zone") + it.get("hour_start")))
        .doesNotHaveDuplicates();
    assertThat(all("statistics/zones?camera_id=long-2&page_size=7&" + LONG)).hasSize(200);
  }

  @Test
  void theHoursOfOneCameraAreAPageOfOnlyIts() throws Exception {
    assertThat(all("statistics/hourly?page_size=100&camera_id=long-7&" + LONG))
        .hasSize(HOURS)
        .allMatch(it -> it.get("camera_id").asString().equals("long-7"));
    JsonNode page = json("records/statistics/long-7?period=30d&page_size=5");
    assertThat(page.get("page_size").asInt()).isEqualTo(5);
    assertThat(json("statistics/hourly?page=2&page_size=200&" + LONG).get("items").size())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    // 24 hours of 4 quarters; and what of two days in UTC lies in the day before and after
    "UTC,            '2026-03-01 96, 2026-03-02 96'",
    "Asia/Shanghai,  '2026-03-01 64, 2026-03-02 96, 2026-03-03 32'",
    "Asia/Kolkata,   '2026-03-01 74, 2026-03-02 96, 2026-03-03 22'",
    "Asia/Kathmandu, '2026-03-01 73, 2026-03-02 96, 2026-03-03 23'"
  })
  void aDayBeginsAtMidnightInItsTimeZone(String zone, String days) throws Exception {
    assertThat(violations("by=day&time_zone=" + zone + "&" + TWO_DAYS)).isEqualTo(sums(days));
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Kolkata,   2026-03-01T06:00, '2, 3, 4, 5'",
    "Asia/Kathmandu, 2026-03-01T06:00, '1, 2, 3, 4'",
    "Asia/Shanghai,  2026-03-01T09:00, '4, 5, 6, 7'"
  })
  void anHourIsMadeOfItsOwnQuarters(String zone, String hour, String quarters) throws Exception {
    long frames =
        java.util.Arrays.stream(quarters.split(",", -1))
            .mapToLong(it -> Long.parseLong(it.strip()))
            .sum();
    for (JsonNode share : json("statistics/breakdown?by=hour&time_zone=" + zone + "&" + TWO_DAYS)) {
      if (share.get("key").asString().equals(hour)) {
        assertThat(share.get("total_frames").asLong()).isEqualTo(frames);
        assertThat(share.get("total_violations").asLong()).isEqualTo(4);
        assertThat(share.get("work_entries").asLong()).isEqualTo(16);
        assertThat(share.get("unknown_work_entries").asLong()).isEqualTo(4);
        assertThat(share.get("stale_frames").asLong()).isEqualTo(8);
        assertThat(share.get("outdated_frames").asLong()).isEqualTo(12);
        return;
      }
    }
    throw new AssertionError("no hour " + hour);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T12:00:00Z, 8",
    "2026-03-01T10:30:00Z, 2026-03-01T12:15:00Z, 7",
    "2026-03-01T10:45:00Z, 2026-03-01T11:00:00Z, 1",
    // A quarter belongs to the range in which it begins.
    "2026-03-01T10:31:00Z, 2026-03-01T10:44:59Z, 0",
    "2026-03-01T10:30:00Z, 2026-03-01T10:31:00Z, 1",
    "2026-03-01T10:01:00Z, 2026-03-01T11:01:00Z, 4",
    "2026-03-01T11:01:00Z, 2026-03-01T12:01:00Z, 4"
  })
  void aRangeCountsTheQuartersThatBeginInIt(String from, String to, long violations)
      throws Exception {
    String range = "from=" + from + "&to=" + to;
    assertThat(violations("by=camera&" + range).values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(violations);
    JsonNode zones = json("statistics/breakdown/zones?" + range);
    assertThat(zones.isEmpty() ? 0 : zones.get(0).get("total_persons").asLong())
        .isEqualTo(violations);
  }

  /** It delivered a picture in the first quarter of each hour. */
  @ParameterizedTest
  @CsvSource({
    "UTC,          from=2026-03-01T06:00:00Z&to=2026-03-01T12:00:00Z, 0.25",
    "Asia/Kolkata, from=2026-03-01T06:30:00Z&to=2026-03-01T12:30:00Z, 0.25",
    "UTC,          from=2026-03-01T06:00:00Z&to=2026-03-01T06:30:00Z, 0.5",
    "UTC,          from=2026-03-01T06:15:00Z&to=2026-03-01T06:30:00Z, 0"
  })
  void coverageIsTheSameInEveryTimeZone(String zone, String range, double coverage)
      throws Exception {
    JsonNode camera = json("statistics/breakdown?by=camera&time_zone=" + zone + "&" + range).get(0);
    assertThat(camera.get("coverage").asDouble()).isEqualTo(coverage);
  }

  @ParameterizedTest
  @CsvSource({
    "statistics/breakdown?by=camera&from=2026-03-01T06:00:00Z&to=2026-03-01T08:00:00Z, 8",
    "statistics/breakdown?by=camera&from=2026-03-01T06:15:00Z&to=2026-03-01T07:30:00Z, 5",
  })
  void visitsAreCountedBesidePeopleInFrames(String path, long quarters) throws Exception {
    JsonNode share = json(path).get(0);
    assertThat(share.get("visits").asLong()).isEqualTo(5 * quarters);
    assertThat(share.get("judged_visits").asLong()).isEqualTo(4 * quarters);
    assertThat(share.get("compliant_visits").asLong()).isEqualTo(3 * quarters);
    assertThat(share.get("compliance_by_visit").asDouble()).isEqualTo(0.75);
    assertThat(share.get("people_in_frames").asLong()).isEqualTo(100 * quarters);
    assertThat(share.get("total_persons").asLong()).isEqualTo(100 * quarters);
    assertThat(json(path.replace("breakdown", "breakdown/zones")).get(0).get("visits").asLong())
        .isEqualTo(2 * quarters);
  }

  @Test
  void anHourSaysItsVisits() throws Exception {
    JsonNode hour = json("statistics/hourly?camera_id=line&" + TWO_DAYS).get("items").get(0);
    assertThat(hour.get("visits").asLong()).isEqualTo(20);
    assertThat(hour.get("compliance_by_visit").asDouble()).isEqualTo(0.75);
    assertThat(hour.get("people_in_frames").asLong()).isEqualTo(400);
  }

  /** The night before and this night are two. */
  @Test
  void aShiftMayBeToldWithItsDay() throws Exception {
    assertThat(
            violations(
                "by=dated_shift&from=2026-03-01T12:00:00Z&to=2026-03-02T12:00:00Z&camera_id=line"))
        .containsExactly(
            entry("2026-03-01 06:00", 8L),
            entry("2026-03-01 14:00", 32L),
            entry("2026-03-01 22:00", 32L),
            entry("2026-03-02 06:00", 24L));
    assertThat(violations("by=dated_shift&from=2026-03-01T01:00:00Z&to=2026-03-01T02:00:00Z"))
        .containsExactly(entry("2026-02-28 22:00", 4L));
  }

  /** Not what happened in the same hour of the day before. */
  @Test
  void theLastDayIsTwentyFourHours() throws Exception {
    running()
        .sql(
            """
            INSERT INTO statistics_quarter_hourly (camera_id, quarter_start, total_frames)
            SELECT 'lately', at, 1 FROM unnest(ARRAY[
              date_bin('15 minutes', now(), '2000-01-01T00:00:00Z'),
              date_bin('15 minutes', now() - interval '23 hours', '2000-01-01T00:00:00Z'),
              date_bin('15 minutes', now() - interval '24 hours 15 minutes', '2000-01-01T00:00:00Z')]) AS at""");
    assertThat(json("statistics/summary?period=1d&camera_id=lately").get("total_frames").asLong())
        .isEqualTo(2);
  }

  @Test
  void theHoursAreExportedWithWhatCouldNotBeJudged() throws Exception {
    HttpResponse<String> csv = running().get("export/statistics.csv?camera_id=line&" + TWO_DAYS);
    assertThat(csv.body().lines().findFirst().orElseThrow())
        .contains("stale_frames,outdated_frames,work_entries,unknown_work_entries");
    assertThat(csv.body().lines()).hasSize(49);
  }

  private Map<String, Long> violations(String query) throws Exception {
    var violations = new LinkedHashMap<String, Long>();
    for (JsonNode share : json("statistics/breakdown?" + query)) {
      violations.put(share.get("key").asString(), share.get("total_violations").asLong());
    }
    return violations;
  }

  private static Map<String, Long> sums(String text) {
    return java.util.Arrays.stream(text.split(", ", -1))
        .map(it -> it.split(" ", -1))
        .map(it -> entry(it[0], Long.valueOf(it[1])))
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What all pages hold, one after the other. */
  private List<JsonNode> all(String path) throws Exception {
    var items = new ArrayList<JsonNode>();
    String next = "";
    do {
      JsonNode page = json(path + next);
      page.get("items").forEach(items::add);
      JsonNode cursor = page.get("next_cursor");
      next =
          cursor.isNull()
              ? ""
              : "&cursor=" + URLEncoder.encode(cursor.asString(), StandardCharsets.US_ASCII);
    } while (!next.isEmpty());
    return items;
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
