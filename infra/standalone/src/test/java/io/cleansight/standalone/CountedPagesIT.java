package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever counts violations leads to just these: in a browser, over a service that is written here
 * and counts and lists as the real one does.
 */
class CountedPagesIT {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final String ALERT = "00000000-0000-0000-0000-00000000a1e7";
  private static final List<String> STATUSES =
      List.of("pending", "confirmed", "false_positive", "resolved", "pending");

  private final List<Violation> violations = new ArrayList<>();
  private PageServer server;

  private record Violation(
      String id, String camera, String type, String status, Instant at, boolean untimely) {

    /** Whether statistics count it. */
    boolean counts() {
      return !untimely && !status.equals("false_positive");
    }

    /** Whether it is among those that are asked for. */
    boolean fits(Map<String, String> query) {
      String wanted = query.getOrDefault("status", status);
      return fitsTime(query)
          && query.getOrDefault("camera_id", camera).equals(camera)
          && query.getOrDefault("violation_type", type).equals(type)
          && (wanted.equals(status)
              || (wanted.equals("not_false_positive") && !status.equals("false_positive")))
          && query.getOrDefault("untimely", "" + untimely).equals("" + untimely);
    }

    private boolean fitsTime(Map<String, String> query) {
      String hour = hourOfWeek(query);
      return !at.isBefore(Instant.parse(query.getOrDefault("from", "2000-01-01T00:00:00Z")))
          && at.isBefore(Instant.parse(query.getOrDefault("to", "2100-01-01T00:00:00Z")))
          && query.getOrDefault("hour_of_week", hour).equals(hour);
    }

    private String hourOfWeek(Map<String, String> query) {
      ZonedDateTime local = at.atZone(ZoneId.of(query.getOrDefault("time_zone", "UTC")));
      return "%d %02d".formatted(local.getDayOfWeek().getValue(), local.getHour());
    }

    String json() {
      return """
      {"id": "%s", "camera_id": "%s", "timestamp": "%s", "closed_at": null, "violation_type": "%s", "confidence": 0.9,
       "bbox": {"x": 0.5, "y": 0.5, "width": 0.5, "height": 0.25}, "reason": "for the test", "severity": "high",
       "timeline": [], "status": "%s", "snapshot_state": "expired", "clip_state": null, "notes": null,
       "legal_hold": false, "version": 0}\
      """
          .formatted(id, camera, at, type, status);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Instant now = Instant.now();
    for (int i = 0; i < 40; i++) {
      seen(i, now.minus(Duration.ofMinutes(7L * i * i % 10_000)));
    }
    // In the quarter of an hour in which the time that is shown begins: none of these counts.
    seen(60, now.minus(Duration.ofDays(1)).plusSeconds(60));
    seen(61, now.minus(Duration.ofDays(7)).plusSeconds(60));
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[]");
    server.answers("/api/v1/statistics/breakdown", this::breakdown);
    server.answers("/api/v1/statistics/breakdown/zones", "[]");
    server.answers("/api/v1/statistics/breakdown/types", this::types);
    server.answers(
        "/api/v1/statistics/summary",
        _ -> {
          var lastDay =
              Map.of(
                  "from", Instant.now().minus(Duration.ofDays(1)).toString(),
                  "to",
                      Instant.now()
                          .plus(Duration.ofHours(1))
                          .truncatedTo(ChronoUnit.HOURS)
                          .toString());
          return share("all", counted(lastDay).count())
              .replace("}", ", \"avg_processing_time\": null}");
        });
    server.answers(
        "/api/v1/records/violations",
        query -> {
          Stream<Violation> found = violations.stream().filter(it -> it.fits(query));
          boolean ofAlert = query.containsKey("alert_id");
          return found
              .filter(it -> !ofAlert || namedByTheAlert().contains(it))
              .map(Violation::json)
              .collect(joining(",", "{\"items\":[", "],\"next_cursor\":null}"));
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void seen(int number, Instant at) {
    violations.add(
        new Violation(
            "v-" + number,
            "cam-" + number % 3,
            number % 4 == 0 ? "no_handwash" : "no_hairnet",
            STATUSES.get(number % 5),
            at,
            number % 7 == 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "7"})
  void everyFigureOfTheStatisticsLeadsToWhatItCounts(String days) throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("statistics.html"));
          page.locator("#by-camera a").first().waitFor();
          page.locator("[name=days]").selectOption(days);
          page.waitForCondition(
              () -> page.locator("#by-time .bar").count() == (days.equals("1") ? 25 : 8));
          Map<String, Integer> figures = new TreeMap<>();
          int bars = figures(page, "#by-time a", figures);
          int cells = figures(page, "#heat a", figures);
          assertThat(bars).isGreaterThan(3);
          assertThat(cells).isGreaterThan(5);
          assertThat(figures(page, "#by-type a", figures)).isGreaterThan(4);
          assertThat(figures(page, "#by-camera a", figures)).isEqualTo(3);
          assertThat(figures(page, "[data-number=violations] a", figures)).isEqualTo(1);
          assertThat(figures(page, "#by-shift a", figures) > 0).isEqualTo(days.equals("1"));
          for (var figure : figures.entrySet()) {
            opens(page, figure.getKey(), figure.getValue());
          }
        });
  }

  /** One of the cells is one hour of the week, and says so where it leads. */
  @Test
  void anHourOfTheWeekIsLetGoOfByAClick() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("records.html?hour_of_week=1+06&time_zone=UTC&untimely=false"));
          Locator chips = page.locator("#more-filters button");
          assertThat(chips).hasCount(2);
          assertThat(chips.first()).containsText("Mon 06:00");
          chips.first().click();
          assertThat(chips).hasCount(1);
          page.waitForURL("**/records.html?untimely=false");
        });
  }

  @Test
  void theLivePageLeadsToWhatItCountsAndTells() throws Exception {
    server.answers(
        "/api/v1/events",
        """
        {"items": [
          {"id": "v-0", "kind": "violation", "event_type": "no_hairnet", "camera_id": "cam-0", "timestamp": "2026-03-01T12:00:00Z",
           "message": "for the test"},
          {"id": "%s", "kind": "alert", "event_type": "violation_threshold", "camera_id": "cam-0",
           "timestamp": "2026-03-01T12:00:00Z", "message": "three of them"},
          {"id": "h", "kind": "hygiene", "event_type": "handwash", "camera_id": "cam-0", "timestamp": "2026-03-01T12:00:00Z",
           "message": null, "duration_millis": 20000}]}"""
            .formatted(ALERT));
    server.answers("/api/v1/records/violations/v-0", violations.getFirst().json());
    server.answers("/api/v1/alerts/" + ALERT, alert());
    server.answers("/api/v1/alerts/notifications", "[]");
    server.answers("/api/v1/alerts/rules", "[]");
    server.answers("/api/v1/alerts/silences", "[]");
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("live.html"));
          page.locator("#chart a").first().waitFor();
          Map<String, Integer> figures = new TreeMap<>();
          assertThat(figures(page, "#chart a", figures)).isGreaterThan(3);
          assertThat(figures(page, "#numbers a", figures)).isEqualTo(1);
          assertThat(page.locator("#events a")).hasCount(2);
          page.locator("[data-kind=violation] a").click();
          assertThat(page.locator("#detail-title")).containsText("cam-0");
          page.goBack();
          page.locator("[data-kind=alert] a").click();
          Locator ofAlert = page.locator("#alerts a");
          assertThat(page.locator("#alerts tr")).hasCount(1);
          assertThat(page.locator("#span")).hasText("One alert ×");
          assertThat(ofAlert).hasText("3");
          ofAlert.click();
          assertThat(page.locator(".violation")).hasCount(3);
          assertThat(page.locator("#more-filters button")).containsText("Of one alert");
          for (var figure : figures.entrySet()) {
            opens(page, figure.getKey(), figure.getValue());
          }
        });
  }

  private List<Violation> namedByTheAlert() {
    return violations.subList(4, 7);
  }

  private String alert() {
    return """
    {"id": "%s", "rule_id": "%s", "camera_id": "cam-0", "timestamp": "2026-03-01T12:00:00Z",
     "alert_type": "violation_threshold", "message": "three of them", "priority": "high", "status": "raised",
     "details": {"rule_name": "Three", "count": 3, "violation_ids": ["v-4", "v-5", "v-6"]}, "version": 0,
     "notification_channels_used": [], "notifications": []}"""
        .formatted(ALERT, ALERT);
  }

  /** Adds what the links there say and where they lead; returns how many there are. */
  private static int figures(Page page, String links, Map<String, Integer> figures) {
    List<Locator> all = page.locator(links).all();
    for (Locator link : all) {
      String bar = link.getAttribute("aria-label");
      String said = bar == null ? link.textContent() : bar.replaceFirst(".*: ", "");
      figures.put(link.getAttribute("href"), Integer.parseInt(said));
    }
    return all.size();
  }

  private void opens(Page page, String address, int count) {
    page.navigate(server.at(address));
    page.locator(".violation").first().waitFor();
    assertThat(page.locator(".violation").count()).as(address).isEqualTo(count);
  }

  /** In quarters of hours that begin between from and to. */
  private Stream<Violation> counted(Map<String, String> query) {
    Instant from = Instant.parse(query.get("from"));
    Instant to = Instant.parse(query.get("to"));
    return violations.stream()
        .filter(Violation::counts)
        .filter(it -> query.getOrDefault("camera_id", it.camera()).equals(it.camera()))
        .filter(
            it -> {
              long into = it.at().getEpochSecond() % QUARTER.toSeconds();
              Instant quarter = it.at().truncatedTo(ChronoUnit.SECONDS).minusSeconds(into);
              return !quarter.isBefore(from) && quarter.isBefore(to);
            });
  }

  private String breakdown(Map<String, String> query) {
    return counted(query)
        .collect(groupingBy(it -> key(query, it), TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(it -> share(it.getKey(), it.getValue()))
        .collect(joining(",", "[", "]"));
  }

  private static String key(Map<String, String> query, Violation violation) {
    ZonedDateTime at = violation.at().atZone(ZoneId.of(query.get("time_zone")));
    int shift = at.getHour() < 6 ? 22 : at.getHour() < 14 ? 6 : at.getHour() < 22 ? 14 : 22;
    return switch (query.getOrDefault("by", "day")) {
      case "hour" -> DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:00", Locale.ROOT).format(at);
      case "day" -> at.toLocalDate().toString();
      case "hour_of_week" -> violation.hourOfWeek(query);
      case "camera" -> violation.camera();
      case "shift" -> "%02d:00".formatted(shift);
      default ->
          at.minusHours(at.getHour() < 6 ? 24 : 0).toLocalDate() + " %02d:00".formatted(shift);
    };
  }

  /** Violations of every time that is asked for, counted in statistics or not. */
  private String types(Map<String, String> query) {
    return violations.stream()
        .filter(it -> it.fits(query))
        .collect(
            groupingBy(Violation::type, TreeMap::new, groupingBy(Violation::status, counting())))
        .entrySet()
        .stream()
        .map(
            it -> {
              Map<String, Long> of = it.getValue();
              long all = of.values().stream().mapToLong(Long::longValue).sum();
              return """
              {"violation_type": "%s", "violations": %d, "pending": %d, "confirmed": %d, "false_positive": %d, "resolved": %d}"""
                  .formatted(
                      it.getKey(),
                      all - of.getOrDefault("false_positive", 0L),
                      of.getOrDefault("pending", 0L),
                      of.getOrDefault("confirmed", 0L),
                      of.getOrDefault("false_positive", 0L),
                      of.getOrDefault("resolved", 0L));
            })
        .collect(joining(",", "[", "]"));
  }

  private static String share(String key, long violations) {
    return """
    {"key": "%s", "total_violations": %d, "people_in_frames": 100, "total_frames": 1000, "compliance_rate": 1.0,
     "visits": 40, "judged_visits": 40, "compliant_visits": 39, "compliance_by_visit": 0.975,
     "coverage": 1.0, "unknown_work_entries": 0, "work_entries": 0, "stale_frames": 0, "outdated_frames": 0}\
    """
        .formatted(key, violations);
  }
}
