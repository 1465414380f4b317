package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How zones are drawn, in a browser, over answers of a service that are written here. */
class ZonePagesIT {
  private static final String CAMERA = "/api/v1/cameras/line-1";
  private static final String DOOR =
      """
      {"zone_id": "door", "type": "entrance", "minimum_dwell_millis": 0,
       "corners": [{"x": 0.1, "y": 0.1}, {"x": 0.3, "y": 0.1}, {"x": 0.3, "y": 0.5}, {"x": 0.1, "y": 0.5}]}\
      """;
  private static final String TABLE =
      """
      {"zone_id": "table", "type": "work_area", "minimum_dwell_millis": 1000,
       "corners": [{"x": 0.5, "y": 0.5}, {"x": 0.9, "y": 0.5}, {"x": 0.9, "y": 0.9}, {"x": 0.5, "y": 0.9}]}\
      """;
  private static final double FINGER = 24;
  private static final Set<String> FAULTS = Set.of("serious", "critical");

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"admin\"}");
    show(1280, 720, DOOR, TABLE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aZoneOfTwoCornersIsNotSaved() throws Exception {
    show(1280, 720);
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          page.locator("#zone-new").click();
          click(page, 0.2, 0.2);
          click(page, 0.6, 0.2);
          isRefused(page, "zone-1", "three corners or more");
          assertThat(page.locator("#sheet .corner").first()).isFocused();
          click(page, 0.6, 0.6);
          assertThat(saved(page).get("zones").get(0).get("corners").size()).isEqualTo(3);
        });
  }

  @Test
  void aZoneWhoseEdgesCrossIsNotSaved() throws Exception {
    show(1280, 720);
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          page.locator("#zone-new").click();
          for (double[] at : new double[][] {{0.2, 0.2}, {0.8, 0.8}, {0.8, 0.2}, {0.2, 0.8}}) {
            click(page, at[0], at[1]);
          }
          isRefused(page, "zone-1", "edges cross");
        });
  }

  @ParameterizedTest
  @CsvSource({"'', Zone 2, needs a name", "' ', Zone 2, needs a name", "door, door, same name"})
  void aZoneNeedsANameOfItsOwn(String name, String zone, String complaint) throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          Locator second = page.locator("#zone-list input[name=zone_id]").nth(1);
          second.fill(name);
          isRefused(page, zone, complaint);
          assertThat(second).isFocused();
          second.fill("bench");
          assertThat(saved(page).get("zones").get(1).get("zone_id").asString()).isEqualTo("bench");
        });
  }

  @Test
  void aLineThatIsThereIsKept() throws Exception {
    show(
        1280,
        720,
        """
        {"zone_id": "line", "type": "entrance", "minimum_dwell_millis": 0,
         "corners": [{"x": 0.1, "y": 0.1}, {"x": 0.3, "y": 0.1}]}\
        """);
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          page.locator("#zone-list input[name=zone_id]").fill("gate");
          JsonNode zone = saved(page).get("zones").get(0);
          assertThat(zone.get("zone_id").asString()).isEqualTo("gate");
          assertThat(zone.get("corners").size()).isEqualTo(2);
          assertThat(zone.propertyNames())
              .containsExactlyInAnyOrder("zone_id", "type", "corners", "minimum_dwell_millis");
        });
  }

  @Test
  void changesAreNotLostWithoutAQuestion() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          page.keyboard().press("Escape");
          assertThat(page.locator("#zones")).isHidden();
          page.locator("[data-do=zones]").click();
          page.locator("#zone-list input[name=zone_id]").first().fill("gate");
          for (int i = 0; i < 3; i++) { // browsers let a page refuse the first of them alone
            page.locator("#zones-leave").waitFor(hidden());
            page.keyboard().press("Escape");
            assertThat(page.locator("#zones-leave")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.locator("#zones-leave")).isHidden();
            assertThat(page.locator("#zones")).isVisible();
          }
          page.locator("#zones .close").click();
          hasNoFault(page);
          page.locator("#zones-keep").click();
          assertThat(page.locator("#zone-list input[name=zone_id]").first()).hasValue("gate");
          page.locator("#zones .close").click();
          page.locator("#zones-discard").click();
          assertThat(page.locator("#zones")).isHidden();
          page.locator("[data-do=zones]").click();
          assertThat(page.locator("#zone-list input[name=zone_id]").first()).hasValue("door");
        });
  }

  @Test
  void everyEditIsUndoneAndRedone() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          assertThat(page.locator("#zones-undo")).isDisabled();
          drag(page, corner(page, 0, 2), 60, 40);
          corner(page, 0, 0).focus();
          page.keyboard().press("ArrowRight");
          page.keyboard().press("Delete");
          page.locator("#zone-list select").nth(1).selectOption("restricted");
          page.locator("#zone-list input[name=zone_id]").nth(1).fill("bench");
          page.locator("#zone-list input[type=number]").nth(1).fill("7");
          page.locator("#zone-list [data-do=remove]").first().click();
          page.locator("#zone-new").click();
          click(page, 0.2, 0.8);
          var states = new java.util.ArrayList<String>();
          states.add(state(page));
          while (page.locator("#zones-undo").isEnabled()) {
            page.locator("#zones-undo").click();
            states.add(state(page));
          }
          assertThat(states).doesNotHaveDuplicates().hasSize(10);
          assertThat(states.getLast()).contains("door", "table").doesNotContain("bench");
          for (int i = states.size() - 2; i >= 0; i--) {
            page.locator("#zones-redo").click();
            assertThat(state(page)).isEqualTo(states.get(i));
          }
          assertThat(page.locator("#zones-redo")).isDisabled();
        });
  }

  @Test
  void undoHasItsUsualKeys() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          Locator name = page.locator("#zone-list input[name=zone_id]").first();
          for (String redo : List.of("Control+Shift+Z", "Control+y")) {
            name.fill("gate");
            page.keyboard().press("Control+z");
            assertThat(name).hasValue("door");
            page.keyboard().press(redo);
            assertThat(name).hasValue("gate");
          }
          corner(page, 1, 0).focus();
          page.keyboard().press("Delete");
          assertThat(page.locator("#sheet .corner")).hasCount(7);
          page.keyboard().press("Control+z");
          assertThat(page.locator("#sheet .corner")).hasCount(8);
        });
  }

  @Test
  void aZoneIsChosenInThePicture() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          Locator rows = page.locator("#zone-list fieldset");
          assertThat(rows.first()).hasClass(java.util.regex.Pattern.compile("\\bchosen\\b"));
          click(page, 0.7, 0.7);
          assertThat(rows.nth(1)).hasClass(java.util.regex.Pattern.compile("\\bchosen\\b"));
          assertThat(page.locator("#sheet polygon.chosen")).hasAttribute("data-zone", "1");
          click(page, 0.2, 0.3);
          assertThat(rows.first()).hasClass(java.util.regex.Pattern.compile("\\bchosen\\b"));
          assertThat(page.locator("#sheet .corner")).hasCount(8);
        });
  }

  @Test
  void cornersAreInsertedOnEdgesAndRemoved() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          edit(page);
          BoundingBox area = page.locator("#sheet img").boundingBox();
          page.mouse().dblclick(area.x + 0.7 * area.width, area.y + 0.5 * area.height + 3);
          assertThat(page.locator("#sheet .corner")).hasCount(9);
          assertThat(corner(page, 1, 1)).isFocused();
          page.keyboard().press("Insert");
          assertThat(page.locator("#sheet .corner")).hasCount(10);
          assertThat(corner(page, 1, 2)).isFocused();
          JsonNode corners = saved(page).get("zones").get(1).get("corners");
          assertThat(corners.get(1).get("x").asDouble()).isCloseTo(0.7, within(0.01));
          assertThat(corners.get(1).get("y").asDouble()).isCloseTo(0.5, within(0.001));
          assertThat(corners.get(2).get("x").asDouble()).isCloseTo(0.8, within(0.01));
          assertThat(corners.get(3).get("x").asDouble()).isCloseTo(0.9, within(0.001));
        });
  }

  /** Also of a picture that is less high than anything a page wishes for. */
  @ParameterizedTest
  @CsvSource({"390, 1280, 720", "390, 640, 480", "1280, 1280, 720", "390, 720, 1280"})
  void theDrawingLiesOverThePictureAndCornersAreRound(int screen, int width, int height)
      throws Exception {
    show(width, height, DOOR, TABLE);
    Visitor.browses(
        "en-GB",
        page -> {
          page.setViewportSize(screen, 800);
          edit(page);
          BoundingBox picture = page.locator("#sheet img").boundingBox();
          BoundingBox drawing = page.locator("#sheet svg").boundingBox();
          assertThat(picture.width / picture.height)
              .isCloseTo((double) width / height, within(0.02));
          assertThat(List.of(drawing.x, drawing.y, drawing.width, drawing.height))
              .isEqualTo(List.of(picture.x, picture.y, picture.width, picture.height));
          for (Locator corner : page.locator("#sheet .corner").all()) {
            BoundingBox target = corner.boundingBox();
            assertThat(target.width).isEqualTo(target.height).isGreaterThanOrEqualTo(FINGER);
          }
          BoundingBox target = corner(page, 1, 0).boundingBox();
          assertThat(target.x + target.width / 2)
              .isCloseTo(picture.x + 0.5 * picture.width, within(1.0));
          assertThat(target.y + target.height / 2)
              .isCloseTo(picture.y + 0.5 * picture.height, within(1.0));
          hasNoFault(page);
        });
  }

  @ParameterizedTest
  @CsvSource({"en-GB, Privacy mask", "zh-CN, 隐私遮挡"})
  void aPrivacyMaskIsDrawnLikeAZone(String language, String name) throws Exception {
    show(1280, 720);
    Visitor.browses(
        language,
        page -> {
          edit(page);
          page.locator("#zone-new").click();
          for (double[] at : new double[][] {{0.2, 0.2}, {0.8, 0.2}, {0.8, 0.8}, {0.2, 0.2}}) {
            click(page, at[0], at[1]);
          }
          page.locator("#zone-list select").selectOption(name);
          assertThat(page.locator("#zone-list input[type=number]")).isHidden();
          assertThat(page.locator("#zone-list [data-hint=privacy]")).isVisible();
          hasNoFault(page);
          assertThat(saved(page).get("zones").get(0).get("type").asString()).isEqualTo("privacy");
        });
  }

  private void show(int width, int height, String... zones) throws IOException {
    server.answers(
        "/api/v1/cameras",
        """
        [{"camera_id": "line-1", "name": "line-1", "enabled": true, "at": "2026-03-01T12:00:00Z",
          "state": "online", "source_kind": "live", "fps": 10.0, "captured": 7, "published": 7,
          "dropped": {}, "reason": null, "labels": [], "zones": [%s], "required_steps": [],
          "minimum_wash_millis": 20000, "step_window_millis": 3600000, "save_strategy": null,
          "save_interval": null, "has_source": false, "has_substream": false, "bits_per_second": null,
          "last_error": null, "instance": null, "clock_skew_millis": null}]
        """
            .formatted(String.join(",", zones)));
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    var pen = picture.createGraphics();
    pen.setColor(Color.GRAY);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    var jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", jpeg);
    server.pictures(CAMERA + "/preview", jpeg.toByteArray());
  }

  private void edit(Page page) {
    page.navigate(server.at("cameras.html"));
    page.locator("[data-do=zones]").click();
    assertThat(page.locator("#zones")).isVisible();
    page.waitForFunction("() => document.querySelector('#sheet img')?.naturalWidth > 0");
  }

  /** What is sent when it is saved. */
  private static JsonNode saved(Page page) {
    Request sent =
        page.waitForRequest(
            it -> it.method().equals("PUT"), () -> page.locator("#zones-save").click());
    assertThat(page.locator("#zones")).isHidden();
    return JsonMapper.shared().readTree(sent.postData());
  }

  private static void isRefused(Page page, String zone, String complaint) {
    page.locator("#zones-save").click();
    assertThat(page.locator("#zones-error")).containsText(zone);
    assertThat(page.locator("#zones-error")).containsText(complaint);
    assertThat(page.locator("#zones")).isVisible();
  }

  /** What is drawn and written. */
  private static String state(Page page) {
    return page.evaluate(
            """
            () => JSON.stringify([
              [...document.querySelectorAll('#sheet polygon')].map((it) => it.getAttribute('points')),
              [...document.querySelectorAll('#zone-list input, #zone-list select')].map((it) => it.value),
            ])""")
        .toString();
  }

  private static Locator corner(Page page, int zone, int number) {
    return page.locator("#sheet [data-zone='" + zone + "'][data-corner='" + number + "']");
  }

  private static void click(Page page, double x, double y) {
    page.locator("#sheet").scrollIntoViewIfNeeded();
    BoundingBox area = page.locator("#sheet img").boundingBox();
    page.mouse().click(area.x + x * area.width, area.y + y * area.height);
  }

  private static void drag(Page page, Locator what, double byX, double byY) {
    BoundingBox from = what.boundingBox();
    double x = from.x + from.width / 2;
    double y = from.y + from.height / 2;
    page.mouse().move(x, y);
    page.mouse().down();
    page.mouse().move(x + byX / 2, y + byY / 2);
    page.mouse().move(x + byX, y + byY);
    page.mouse().up();
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
  }

  private static void hasNoFault(Page page) {
    assertThat(
            new AxeBuilder(page)
                .analyze().getViolations().stream()
                    .filter(it -> FAULTS.contains(it.getImpact()))
                    .map(it -> it.getId() + ": " + it.getNodes().getFirst().getHtml())
                    .toList())
        .isEmpty();
  }
}
