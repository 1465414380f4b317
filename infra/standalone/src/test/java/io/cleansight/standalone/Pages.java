package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Walks through every page as the people do who use it. */
final class Pages {
  private static final Set<String> FAULTS = Set.of("serious", "critical");

  private final Launched line;
  private final Path screenshots;

  /**
   * A page.
   *
   * @param there is seen once it is filled
   */
  private record View(String address, String name, Map<String, String> titles, String there) {}

  private static final List<View> VIEWS =
      List.of(
          new View("/", "report", Map.of("en", "Shift report", "zh", "班次报告"), "#numbers .number"),
          new View("/live.html", "live", Map.of("en", "Live", "zh", "实时监控"), "#chart svg"),
          new View(
              "/records.html",
              "records",
              Map.of("en", "Violations", "zh", "违规记录"),
              ".violation img"),
          new View(
              "/statistics.html",
              "statistics",
              Map.of("en", "Statistics", "zh", "统计"),
              "#by-camera tbody tr"),
          new View("/alerts.html", "alerts", Map.of("en", "Alerts", "zh", "告警中心"), "#rules tr"),
          new View(
              "/cameras.html",
              "cameras",
              Map.of("en", "Cameras", "zh", "摄像头"),
              "[data-camera=kitchen] dl dd"),
          new View("/system.html", "system", Map.of("en", "System", "zh", "系统"), "#topics tr"),
          new View("/users.html", "users", Map.of("en", "Access", "zh", "访问权限"), "#users tr"));

  Pages(Launched line, Path screenshots) {
    this.line = line;
    this.screenshots = screenshots;
  }

  /** In both languages, light and dark, wide and on a phone. */
  void areReadableByEverybody() throws Exception {
    for (String language : List.of("en", "zh")) {
      Visitor.visits(
          line,
          language.equals("en") ? "en-GB" : "zh-CN",
          page -> {
            for (View view : VIEWS) {
              page.setViewportSize(1280, 800);
              page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
              page.navigate(line.address() + view.address());
              assertThat(page.locator("h1")).hasText(view.titles().get(language));
              page.locator(view.there()).first().waitFor();
              page.screenshot(
                  new Page.ScreenshotOptions()
                      .setPath(screenshots.resolve(view.name() + "-" + language + ".png"))
                      .setFullPage(true));
              hasNoFault(page, view.name() + " " + language);
              page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
              page.setViewportSize(390, 780);
              hasNoFault(page, view.name() + " " + language + " dark");
              assertThat(
                      (boolean)
                          page.evaluate(
                              "() => document.documentElement.scrollWidth <= window.innerWidth"))
                  .as("%s fits a phone", view.name())
                  .isTrue();
              page.screenshot(
                  new Page.ScreenshotOptions()
                      .setPath(screenshots.resolve(view.name() + "-" + language + "-phone.png")));
            }
          });
    }
  }

  /** One after the other, without the mouse. */
  void letViolationsBeReviewedByKeyboard() throws Exception {
    Visitor.visits(
        line,
        "en-GB",
        page -> {
          page.navigate(line.address() + "/records.html");
          page.locator("select[name=status]").selectOption("pending");
          page.locator("select[name=camera_id]").selectOption("kitchen");
          page.locator(".violation .opener").first().focus();
          page.keyboard().press("Enter");
          String first = page.locator("#detail-facts").innerText();
          assertThat(page.locator("#detail-timeline li")).not().hasCount(0);
          page.keyboard().press("f"); // and the next that waits is there at once
          assertThat(page.locator("#done")).containsText("Marked as false positive");
          assertThat(page.locator("#detail-facts .tag.pending")).isVisible();
          assertThat(page.locator("#detail-facts").innerText()).isNotEqualTo(first);
          hasNoFault(page, "a violation");
          page.keyboard().press("Escape");
          page.reload();
          page.locator(".violation").first().waitFor();
          page.locator("#all").check();
          page.locator("[data-bulk=confirmed]").click();
          hasNoFault(page, "a question about many");
          page.locator("#confirm [value=yes]").click();
          assertThat(page.locator("#done")).containsText("confirmed");
          assertThat(page.locator("#bulk")).isHidden();
          page.locator("select[name=status]").selectOption("confirmed");
          assertThat(page.locator(".violation .tag.confirmed").first()).isVisible();
        });
  }

  /** A triangle on the picture, with the mouse; it is then the camera's. */
  void letZonesBeDrawn() throws Exception {
    Visitor.visits(
        line,
        "en-GB",
        page -> {
          page.navigate(line.address() + "/cameras.html");
          Locator camera = page.locator("[data-camera=kitchen]");
          camera.locator("[data-do=zones]").click();
          page.locator("#zone-new").click();
          Locator sheet = page.locator("#sheet svg");
          var area = sheet.boundingBox();
          for (double[] at : new double[][] {{0.2, 0.2}, {0.8, 0.3}, {0.5, 0.8}, {0.2, 0.2}}) {
            page.mouse().click(area.x + at[0] * area.width, area.y + at[1] * area.height);
          }
          assertThat(page.locator("#sheet .corner")).hasCount(3);
          page.locator("#sheet .corner").first().focus();
          page.keyboard().press("ArrowRight");
          hasNoFault(page, "the zone editor");
          page.screenshot(new Page.ScreenshotOptions().setPath(screenshots.resolve("zones.png")));
          page.locator("#zones-save").click();
          assertThat(camera.locator("dl")).containsText("zone-1");
        });
    JsonNode zone = line.get("/api/v1/cameras/kitchen").get("zones").get(0);
    assertThat(zone.get("type").asString()).isEqualTo("work_area");
    assertThat(zone.get("corners").size()).isEqualTo(3);
    assertThat(zone.get("corners").get(0).get("x").asDouble()).isBetween(0.20, 0.22);
  }

  /** A new camera's source is tried before anything of it is kept. */
  void letASourceBeTried(String source) throws Exception {
    Visitor.visits(
        line,
        "en-GB",
        page -> {
          page.navigate(line.address() + "/cameras.html");
          page.locator("#new-camera").click();
          page.locator("[name=camera_id]").fill("tried");
          page.locator("[name=source]").fill(source + "/nothing-here");
          page.locator("#settings-probe").click();
          assertThat(page.locator("#settings-error")).containsText("no picture");
          page.locator("[name=source]").fill(source);
          page.locator("#settings-probe").click();
          assertThat(page.locator("#probe-picture")).isVisible();
          hasNoFault(page, "a source that is tried");
          page.screenshot(new Page.ScreenshotOptions().setPath(screenshots.resolve("probe.png")));
        });
    assertThat(line.status("/api/v1/cameras/tried")).isEqualTo(404);
  }

  /** With a password, as a viewer, who may look and no more; and out again. */
  void letAViewerInAndOut() throws Exception {
    Visitor.visits(
        line,
        "en-GB",
        page -> {
          page.locator("#log-out").click();
          assertThat(page.locator("h1")).hasText("Log in");
          hasNoFault(page, "login");
          page.locator("[name=name]").fill(Launched.VIEWER);
          page.locator("[name=password]").fill("not " + Launched.PASSWORD);
          page.locator("button[type=submit]").click();
          assertThat(page.locator("#error")).not().isEmpty();
          page.locator("[name=password]").fill(Launched.PASSWORD);
          page.locator("button[type=submit]").click();
          assertThat(page.locator("#who")).containsText(Launched.VIEWER);
          page.navigate(line.address() + "/alerts.html");
          page.locator("#rules tr").first().waitFor();
          assertThat(page.locator("#new-rule")).hasCount(0);
          page.navigate(line.address() + "/system.html");
          page.locator("#topics tr").first().waitFor();
          assertThat(page.locator("#audit")).hasCount(0);
        });
    assertThat(line.get("/api/v1/audit?who=" + Launched.VIEWER).get("items").toString())
        .contains("\"logged_in\"");
    assertThat(line.get("/api/v1/audit?action=login_refused").get("items").toString())
        .contains("\"target\":\"" + Launched.VIEWER + "\"")
        .doesNotContain("\"who\":\"" + Launched.VIEWER + "\"");
  }

  /** None that is serious for whoever does not see, or not well. */
  static void hasNoFault(Page page, String where) {
    var faults =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(it -> FAULTS.contains(it.getImpact()))
                .map(
                    it ->
                        it.getId() + ": " + it.getHelp() + " " + it.getNodes().getFirst().getHtml())
                .toList();
    assertThat(faults).as(where).isEmpty();
  }
}
