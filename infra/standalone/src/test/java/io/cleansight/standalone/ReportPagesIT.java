package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report of a shift is read on one page and printed on one sheet, over answers of a service
 * that are written here.
 */
class ReportPagesIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String REPORT = "/api/v1/reports/shift";
  private static final String SPAN =
      "from=2026-03-28T22%3A00%3A00%2B01%3A00&to=2026-03-29T06%3A00%3A00%2B02%3A00";
  private static final Pattern SHEET = Pattern.compile("/Type\\s*/Page\\b(?!s)");

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(SCREENSHOTS);
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[{\"camera_id\":\"line-1\"},{\"camera_id\":\"line-2\"}]");
    server.answers(REPORT, full());
    byte[] picture = picture();
    for (int i = 0; i < 6; i++) {
      server.pictures("/api/v1/records/violations/v-" + i + "/thumbnail", picture);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-GB", "zh-CN"})
  void itIsReadWithoutScrollingAndPrintsOnOneSheet(String language) throws Exception {
    Visitor.browses(
        language,
        page -> {
          page.setViewportSize(1280, 900);
          open(page);
          assertThat(page.locator("#pictures img")).hasCount(6);
          page.waitForCondition(
              () ->
                  (boolean)
                      page.evaluate(
                          "() => [...document.images].every(it => it.complete && it.naturalWidth > 0)"));
          shoot(page, language);
          fitsInto(page, 1280, 900);
          Pages.hasNoFault(page, "the report");
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
          shoot(page, language + "-dark");
          Pages.hasNoFault(page, "the report, dark");
          byte[] sheet = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
          Files.write(SCREENSHOTS.resolve("report-" + language + ".pdf"), sheet);
          assertThat(SHEET.matcher(new String(sheet, StandardCharsets.ISO_8859_1)).results())
              .hasSize(1);
        });
  }

  @Test
  void soIsTheReportOfAShiftThatIsNotOver() throws Exception {
    server.answers(REPORT, full().replace("\"running\":false", "\"running\":true"));
    Visitor.browses(
        "en-GB",
        page -> {
          page.setViewportSize(1280, 900);
          open(page);
          assertThat(page.locator("#running")).isVisible();
          fitsInto(page, 1280, 900);
        });
  }

  @Test
  void onPaperItIsBlackOnWhiteAndSaysWhereItIsFrom() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.emulateMedia(
              new Page.EmulateMediaOptions()
                  .setColorScheme(ColorScheme.DARK)
                  .setMedia(com.microsoft.playwright.options.Media.PRINT));
          open(page);
          assertThat(page.locator("#bar")).isHidden();
          assertThat(page.locator("#print")).isHidden();
          assertThat(page.locator("#earlier")).isHidden();
          assertThat(page.locator("#pictures img").first()).isVisible();
          assertThat(page.locator("#site")).hasText("Plant 2");
          assertThat(page.locator("#printed")).containsText("Printed ");
          assertThat(page.locator("body")).hasCSS("color", "rgb(0, 0, 0)");
          assertThat(page.locator("body")).hasCSS("background-color", "rgb(255, 255, 255)");
        });
  }

  @Test
  void oneClickPrintsIt() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.addInitScript("window.print = () => document.body.classList.add('was-printed')");
          open(page);
          page.locator("#print").click();
          assertThat(page.locator("body.was-printed")).isVisible();
        });
  }

  @Test
  void onAPhoneItIsAsWideAsTheScreen() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.setViewportSize(390, 780);
          open(page);
          shoot(page, "phone");
          Pages.hasNoFault(page, "the report on a phone");
          fitsInto(page, 390, Integer.MAX_VALUE);
        });
  }

  @Test
  void itSaysHowTheShiftWentAndWhatIsUsual() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          assertThat(page).hasTitle("Shift report 2026-03-28 Night shift · Cleansight");
          assertThat(page.locator("#shift"))
              .hasText("Night shift · Saturday, March 28, 2026 · 22:00 – 06:00");
          assertThat(page.locator("nav a[aria-current]")).hasText("Shift report");
          assertThat(page.locator("[data-number=verdict]")).containsText("Needs attention");
          assertThat(page.locator("[data-number=verdict]"))
              .containsText("because of Compliance, Coverage");
          assertThat(page.locator("[data-number=violations] .worse"))
              .hasText("+50 % against 8, the mean of 28 shifts in four weeks");
          assertThat(page.locator("[data-number=complianceByVisit] .worse"))
              .hasText("-2.5 points against 92.5 %, the mean of 28 shifts in four weeks");
          assertThat(page.locator("[data-number=worstCamera]"))
              .containsText("Violations: 7, Compliance: 81.2 %");
          assertThat(page.locator("[data-number=coverage]")).containsText("210 min");
          assertThat(page.locator("#gaps tbody tr").first())
              .containsText("00:00 – 00:30, 04:00 – 04:15");
          assertThat(page.locator("#gaps")).containsText("and 3 more cameras");
        });
  }

  @Test
  void everyFigureLeadsToWhatItCounts() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          leads(
              page,
              "[data-number=violations] a",
              "records.html?" + SPAN + "&status=not_false_positive");
          leads(
              page,
              "#types tr:nth-child(2) a >> nth=0",
              "records.html?" + SPAN + "&violation_type=no_handwash");
          leads(
              page,
              "#types tr:nth-child(1) a >> nth=1",
              "records.html?" + SPAN + "&violation_type=no_hairnet&status=pending");
          leads(
              page,
              "[data-number=worstCamera] a",
              "records.html?" + SPAN + "&camera_id=line-1&status=not_false_positive");
          leads(
              page, "#open tr:nth-child(1) a >> nth=0", "records.html?" + SPAN + "&status=pending");
          leads(page, "#open tr:nth-child(1) a >> nth=1", "records.html?status=pending");
          leads(page, "#open tr:nth-child(2) a >> nth=0", "alerts.html?" + SPAN + "&status=raised");
          leads(page, "#open tr:nth-child(3) a >> nth=0", "alerts.html?status=acknowledged");
          leads(page, "#pictures a >> nth=0", "records.html?" + SPAN + "&id=v-0");
          assertThat(page.locator("#types tr:nth-child(2) td").last()).hasText("0");
        });
  }

  /** What a link of the report asks for, the pages ask for; a click lets go of the time. */
  @ParameterizedTest
  @ValueSource(strings = {"records", "alerts"})
  void listsAreOfTheTimeThatTheirAddressSays(String name) throws Exception {
    server.answers("/api/v1/records/violations", "{\"items\":[],\"next_cursor\":null}");
    server.answers("/api/v1/alerts", "{\"items\":[],\"next_cursor\":null}");
    server.answers("/api/v1/alerts/notifications", "[]");
    server.answers("/api/v1/alerts/rules", "[]");
    server.answers("/api/v1/alerts/silences", "[]");
    String status = name.equals("records") ? "not_false_positive" : "raised";
    String path = name.equals("records") ? "/records/violations?" : "/alerts?";
    Visitor.browses(
        "en-GB",
        page -> {
          Request asked =
              page.waitForRequest(
                  it -> it.url().contains(path),
                  () ->
                      page.navigate(
                          server.at(
                              name + ".html?" + SPAN + "&camera_id=line-2&status=" + status)));
          assertThat(asked.url())
              .contains("from=2026-03-28T22%3A00%3A00%2B01%3A00")
              .contains("to=2026-03-29T06%3A00%3A00%2B02%3A00")
              .contains("camera_id=line-2", "status=" + status);
          assertThat(page.locator("[name=status]")).hasValue(status);
          Request without =
              page.waitForRequest(
                  it -> it.url().contains(path), () -> page.locator("#span button").click());
          assertThat(without.url()).doesNotContain("from=").contains("status=" + status);
          assertThat(page.locator("#span")).isHidden();
          assertThat(page.url()).doesNotContain("from=").contains("camera_id=line-2");
        });
  }

  @Test
  void theShiftBeforeIsOneClickAwayAndInTheAddress() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          Request asked =
              page.waitForRequest(
                  it -> it.url().contains(REPORT), () -> page.locator("#earlier").click());
          assertThat(asked.url()).endsWith("at=2026-03-28T22%3A00%3A00%2B01%3A00");
          page.waitForURL("**/?at=2026-03-28T22%3A00%3A00%2B01%3A00");
          assertThat(page.locator("#later")).isVisible();
        });
  }

  /** Nothing was ever seen: it says so, and where the pictures of now are. */
  @Test
  void aNewInstallationIsNotGreetedByAnEmptyPage() throws Exception {
    server.answers(REPORT, empty(0));
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          assertThat(page.locator("#empty")).containsText("No frame has been analysed");
          assertThat(page.locator("[data-number=verdict]")).containsText("No data");
          assertThat(page.locator("#earlier")).isHidden();
          page.locator("#empty a").click();
          page.waitForURL("**/live.html");
        });
  }

  @Test
  void aShiftThatIsNotOverSaysSo() throws Exception {
    server.answers(REPORT, empty(10));
    Visitor.browses(
        "zh-CN",
        page -> {
          open(page);
          assertThat(page.locator("h1")).hasText("班次报告");
          assertThat(page.locator("#shift")).hasText("夜班 · 2026年3月28日星期六 · 22:00 – 06:00");
          assertThat(page.locator("#running")).hasText("本班次尚未结束，以下为截至目前的数据。");
          assertThat(page.locator("#empty")).isHidden();
        });
  }

  @Test
  void namesOfThePlantAreShownAsTheyAre() throws Exception {
    server.answers(REPORT, full().replace("\"name\":\"night\"", "\"name\":\"Nachtschicht B\""));
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          assertThat(page.locator("#shift")).containsText("Nachtschicht B · ");
        });
  }

  private void open(Page page) {
    page.navigate(server.at(""));
    page.locator("#numbers .number").first().waitFor();
  }

  private static void fitsInto(Page page, int width, int height) {
    assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    assertThat((int) page.evaluate("() => document.documentElement.scrollHeight"))
        .isLessThanOrEqualTo(height);
  }

  private static void leads(Page page, String link, String address) {
    assertThat(page.locator(link)).hasAttribute("href", address);
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve("report-" + name + ".png"))
            .setFullPage(true));
  }

  private static byte[] picture() throws IOException {
    var image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
    var jpeg = new ByteArrayOutputStream();
    for (int x = 0; x < 320; x++) {
      for (int y = 0; y < 180; y++) {
        image.setRGB(x, y, x * 0x10000 / 2 + y * 0x100);
      }
    }
    ImageIO.write(image, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  /** As much as there can be: every kind, six pictures, six cameras with gaps. */
  private static String full() {
    String types =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    """
                    {"violation_type":"%s","violations":%d,"pending":3,"confirmed":1,"false_positive":1,"resolved":0}"""
                        .formatted(
                            new String[] {
                                  "no_hairnet",
                                  "no_handwash",
                                  "short_handwash",
                                  "no_sanitize",
                                  "restricted_area"
                                }
                                [i],
                            9 - i))
            .collect(Collectors.joining(","));
    String pictures =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    """
                    {"id":"v-%d","camera_id":"line-1","timestamp":"2026-03-29T01:00:00Z","violation_type":"short_handwash",
                     "severity":"high","status":"pending","reason":"r","snapshot_state":"present",
                     "bbox":{"x":0.5,"y":0.5,"width":0.2,"height":0.3}}"""
                        .formatted(i))
            .collect(Collectors.joining(","));
    String gaps =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    """
                    {"camera_id":"packing-line-%d","minutes":35,"spans":[
                     {"from":"2026-03-29T00:00:00+01:00","to":"2026-03-29T00:30:00+01:00","minutes":30},
                     {"from":"2026-03-29T04:00:00+02:00","to":"2026-03-29T04:15:00+02:00","minutes":5}]}"""
                        .formatted(i))
            .collect(Collectors.joining(","));
    return """
    {"site":"Plant 2","time_zone":"Europe/Berlin",%s,"running":false,
     "previous":{"name":"late","day":"2026-03-28","from":"2026-03-28T14:00:00+01:00","to":"2026-03-28T22:00:00+01:00"},
     "next":{"name":"early","day":"2026-03-29","from":"2026-03-29T06:00:00+02:00","to":"2026-03-29T14:00:00+02:00"},
     "verdict":{"code":"attention","reasons":["compliance","coverage"]},
     "figures":{"total_frames":5400,"visits":540,"violations":12,"compliance_by_visit":0.9,"coverage":0.75},
     "comparison":{"shifts":28,"violations":8.0,"violations_change":0.5,"compliance_by_visit":0.925,"compliance_change":-0.025},
     "types":[%s],"worst_camera":{"camera_id":"line-1","violations":7,"compliance_by_visit":0.812},
     "pictures":[%s],
     "open":{"to_review":40,"to_review_of_shift":9,"raised":2,"raised_of_shift":1,"acknowledged":1,"acknowledged_of_shift":0},
     "gaps":{"minutes":210,"cameras":[%s]}}"""
        .formatted(SHIFT, types, pictures, gaps);
  }

  private static final String SHIFT =
      """
      "shift":{"name":"night","day":"2026-03-28","from":"2026-03-28T22:00:00+01:00","to":"2026-03-29T06:00:00+02:00"}""";

  private static String empty(int frames) {
    return """
    {"site":"","time_zone":"Europe/Berlin",%s,"running":true,"previous":null,"next":null,
     "verdict":{"code":"%s","reasons":[]},
     "figures":{"total_frames":%d,"visits":0,"violations":0,"compliance_by_visit":null,"coverage":null},
     "comparison":null,"types":[],"worst_camera":null,"pictures":[],
     "open":{"to_review":0,"to_review_of_shift":0,"raised":0,"raised_of_shift":0,"acknowledged":0,"acknowledged_of_shift":0},
     "gaps":{"minutes":0,"cameras":[]}}"""
        .formatted(SHIFT, frames == 0 ? "unknown" : "good", frames);
  }
}
