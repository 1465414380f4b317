package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That charts can be read, over answers of a service that are written here. */
class StatisticsPagesIT {
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[]");
    server.answers("/api/v1/statistics/breakdown/zones", "[]");
    server.answers("/api/v1/statistics/breakdown/types", "[]");
    server.answers(
        "/api/v1/statistics/breakdown",
        IntStream.rangeClosed(0, 400)
            .mapToObj(i -> day(today().minusDays(i), 1 + i % 5))
            .collect(Collectors.joining(",", "[", "]")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "90", "365"})
  void barsStandApartAndOverTheirPoints(String days) throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          show(page, days);
          List<BoundingBox> bars = boxes(page.locator("#by-time .bar"));
          List<BoundingBox> points = boxes(page.locator("#compliance .dot.line-0"));
          assertThat(bars).hasSameSizeAs(points);
          for (int i = 0; i < bars.size(); i++) {
            assertThat(middle(bars.get(i))).isCloseTo(middle(points.get(i)), within(1.0));
            if (i > 0) {
              assertThat(bars.get(i).x).isGreaterThan(bars.get(i - 1).x + bars.get(i - 1).width);
            }
          }
          List<BoundingBox> numbers = boxes(page.locator("#by-time text"));
          for (int i = 0; i < numbers.size(); i++) {
            BoundingBox one = numbers.get(i);
            assertThat(numbers.subList(i + 1, numbers.size())).noneMatch(it -> overlap(one, it));
          }
        });
  }

  @Test
  void ratesNearTheTopFillTheirChart() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          show(page, "30");
          assertThat(page.locator("#compliance text").first()).hasText("95 %");
        });
  }

  @Test
  void anAxisThatDoesNotBeginWithNothingSaysSo() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          show(page, "30");
          assertThat(page.locator("#compliance .begins"))
              .hasText("The axis begins at 95 %, not at 0 %.");
          assertThat(page.locator("#compliance .break")).hasCount(1);
        });
  }

  @Test
  void visitsAreShownBesidePeopleInFramesEachWithItsChange() throws Exception {
    server.answers(
        "/api/v1/statistics/breakdown/zones",
        "[{\"key\":\"work_area\",\"visits\":12,\"people_in_frames\":4607,\"compliance_rate\":0.5}]");
    for (String language : List.of("en-GB", "zh-CN")) {
      Visitor.browses(
          language,
          page -> {
            show(page, "7");
            Locator visits = page.locator("[data-number=visits]");
            assertThat(visits).containsText(language.equals("en-GB") ? "Visits" : "人次");
            assertThat(visits).containsText("(0 %)");
            assertThat(page.locator("[data-number=complianceByVisit]")).containsText("97.5 %");
            assertThat(page.locator("[data-number=complianceByVisit]"))
                .containsText(language.equals("en-GB") ? "(0 points)" : "(0 个百分点)");
            assertThat(page.locator("#by-zone td").nth(1)).hasText("12");
            assertThat(page.locator("#by-zone td").nth(2)).hasText("4,607");
          });
    }
  }

  /** Or last night would be added to tonight. */
  @Test
  void theLastDayBeginsTwentyFourHoursAgo() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("statistics.html"));
          page.locator("#by-time svg").waitFor();
          String url =
              page.waitForRequest(
                      it -> it.url().contains("by=dated_shift"),
                      () -> page.locator("[name=days]").selectOption("1"))
                  .url();
          var from =
              Instant.parse(
                  java.net.URLDecoder.decode(
                      url.replaceAll(".*[?&]from=([^&]*).*", "$1"),
                      java.nio.charset.StandardCharsets.UTF_8));
          assertThat(java.time.Duration.between(from, Instant.now()))
              .isBetween(java.time.Duration.ofHours(24), java.time.Duration.ofHours(25));
        });
  }

  private void show(Page page, String days) {
    page.navigate(server.at("statistics.html"));
    page.locator("#by-time svg").waitFor();
    page.locator("[name=days]").selectOption(days);
    int shown = days.equals("365") ? 53 : Integer.parseInt(days);
    page.waitForCondition(
        () ->
            page.locator("#by-time .bar").count() - shown <= 1
                && page.locator("#by-time .bar").count() >= shown);
  }

  /** Where the browser is, too. */
  private static LocalDate today() {
    return LocalDate.now(ZoneId.systemDefault());
  }

  private static List<BoundingBox> boxes(Locator all) {
    return all.all().stream().map(Locator::boundingBox).toList();
  }

  private static double middle(BoundingBox box) {
    return box.x + box.width / 2;
  }

  private static boolean overlap(BoundingBox one, BoundingBox other) {
    return one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height;
  }

  private static String day(LocalDate day, int violations) {
    return """
    {"key": "%s", "total_violations": %d, "people_in_frames": 100, "total_frames": 1000, "compliance_rate": %s,
     "visits": 40, "judged_visits": 40, "compliant_visits": 39, "compliance_by_visit": 0.975,
     "coverage": 1.0, "unknown_work_entries": 0, "work_entries": 0, "stale_frames": 0, "outdated_frames": 0}\
    """
        .formatted(day, violations, 1 - violations / 100.0);
  }
}
