package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Violations are decided in a browser, over answers of a service that are written here and come
 * when a test says so: that of a decision may be late by any number of keys.
 */
class ReviewPagesIT {
  private static final String VIOLATIONS = "/api/v1/records/violations";

  /** Decisions that were not answered yet, oldest first, and all that were sent. */
  private final Deque<Route> unanswered = new ArrayDeque<>();

  private final List<Sent> sent = new ArrayList<>();
  private PageServer server;

  private record Sent(String id, String status, @Nullable String notes, int version) {}

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"reviewer\"}");
    server.answers("/api/v1/cameras", "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aDecisionIsAboutWhatWasShownWhenItWasMade() throws Exception {
    reviews(
        3,
        page -> {
          open(page, 0);
          page.keyboard().press("f");
          assertThat(page.locator("#detail-title")).containsText("cam-1");
          page.keyboard().press("k");
          assertThat(page.locator("#detail-title")).containsText("cam-0");
          page.keyboard().press("j");
          page.keyboard().press("c");
          assertThat(page.locator("#detail-title")).containsText("cam-2");
          awaitSent(page, 2);
          answer(page);
          answer(page);
          assertThat(tag(page, 0)).hasText("False positive");
          assertThat(tag(page, 1)).hasText("Confirmed");
          assertThat(tag(page, 2)).hasText("Pending");
          assertThat(page.locator("#detail-title")).containsText("cam-2");
        });
    assertThat(sent)
        .containsExactly(
            new Sent("v-0", "false_positive", null, 0), new Sent("v-1", "confirmed", null, 0));
  }

  @Test
  void whatIsWrittenWhileAnAnswerIsOnItsWayStays() throws Exception {
    reviews(
        2,
        page -> {
          open(page, 0);
          page.keyboard().press("f");
          page.locator("#notes").fill("a hat");
          answer(page);
          assertThat(tag(page, 0)).hasText("False positive");
          assertThat(page.locator("#notes")).hasValue("a hat");
        });
    assertThat(sent).extracting(Sent::notes).containsExactly((String) null);
  }

  @Test
  void aNoteWithoutADecisionIsThereWhenOneComesBack() throws Exception {
    reviews(
        2,
        page -> {
          open(page, 0);
          page.locator("#notes").fill("ask the shift");
          page.locator("#next").click();
          assertThat(page.locator("#notes")).hasValue("");
          page.locator("#previous").click();
          assertThat(page.locator("#notes")).hasValue("ask the shift");
          page.locator("[data-status=confirmed]").click();
          answer(page);
        });
    assertThat(sent).containsExactly(new Sent("v-0", "confirmed", "ask the shift", 0));
  }

  @Test
  void aDecisionIsUndoneWithTheVersionThatItMade() throws Exception {
    reviews(
        2,
        page -> {
          open(page, 0);
          page.keyboard().press("f");
          assertThat(page.locator("#done")).containsText("cam-0");
          page.keyboard().press("u"); // before that is answered
          assertThat(page.locator("#detail-title")).containsText("cam-0");
          answer(page);
          answer(page);
          assertThat(tag(page, 0)).hasText("Pending");
          assertThat(page.locator("#done")).isHidden();
        });
    assertThat(sent)
        .containsExactly(
            new Sent("v-0", "false_positive", null, 0), new Sent("v-0", "pending", null, 1));
  }

  @Test
  void aDecisionThatWasAnsweredIsUndoneWithItsVersion() throws Exception {
    reviews(
        2,
        page -> {
          open(page, 0);
          page.keyboard().press("f");
          answer(page);
          assertThat(tag(page, 0)).hasText("False positive");
          page.keyboard().press("u");
          answer(page);
          assertThat(tag(page, 0)).hasText("Pending");
        });
    assertThat(sent)
        .containsExactly(
            new Sent("v-0", "false_positive", null, 0), new Sent("v-0", "pending", null, 1));
  }

  @Test
  void whatIsRefusedIsSaidOfTheViolationThatItWasAbout() throws Exception {
    reviews(
        2,
        page -> {
          open(page, 0);
          page.keyboard().press("c");
          awaitSent(page, 1);
          unanswered
              .remove()
              .fulfill(
                  new Route.FulfillOptions()
                      .setStatus(409)
                      .setContentType("application/problem+json")
                      .setBody("{\"detail\":\"somebody else decided meanwhile\"}"));
          Locator error = page.locator("#detail-error");
          assertThat(error).containsText("somebody else decided meanwhile");
          assertThat(page.locator("#detail-title")).containsText("cam-1");
          error.locator("button").click();
          assertThat(page.locator("#detail-title")).containsText("cam-0");
        });
  }

  @Test
  void twentyAreClearedInTwentyKeystrokes() throws Exception {
    int all = 20;
    reviews(
        all,
        page -> {
          open(page, 0);
          for (int i = 0; i < all; i++) {
            page.keyboard().press(i % 3 == 0 ? "f" : "c"); // not one of them is answered yet
          }
          awaitSent(page, all);
          for (int i = 0; i < all; i++) {
            answer(page);
          }
          assertThat(page.locator(".violation .tag.pending")).hasCount(0);
        });
    assertThat(sent)
        .isEqualTo(
            IntStream.range(0, all)
                .mapToObj(
                    i -> new Sent("v-" + i, i % 3 == 0 ? "false_positive" : "confirmed", null, 0))
                .toList());
  }

  /** Its box is where its picture is, whatever shape that has. */
  @ParameterizedTest
  @CsvSource({"640, 160", "320, 180", "90, 270"})
  void theBoxLiesOnThePicture(int width, int height) throws Exception {
    server.shows(VIOLATIONS + "/v-0/snapshot", JudgedPicture.jpeg(width, height));
    server.shows(VIOLATIONS + "/v-0/thumbnail", JudgedPicture.jpeg(width, height));
    server.answers(
        VIOLATIONS,
        "{\"items\":[%s],\"next_cursor\":null}"
            .formatted(violation(0, "pending", 0).replace("expired", "present")));
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("records.html"));
          open(page, 0);
          for (String picture : List.of("#detail-picture", "[data-id=v-0] .picture")) {
            var place = page.locator(picture).boundingBox();
            double scale = Math.min(place.width / width, place.height / height);
            page.locator(picture + " rect").waitFor();
            var box = page.locator(picture + " rect").boundingBox();
            assertThat(box.width).isCloseTo(width * scale * 0.5, within(4.0));
            assertThat(box.height).isCloseTo(height * scale * 0.25, within(4.0));
            assertThat(box.x).isCloseTo(place.x + place.width / 2, within(4.0));
            assertThat(box.y).isCloseTo(place.y + place.height / 2, within(4.0));
          }
        });
  }

  /** Two days and a click. */
  @Test
  void aNightIsFoundByItsDatesWhichTheAddressKeeps() throws Exception {
    reviews(
        1,
        page -> {
          page.locator("[data-id=v-0]")
              .waitFor(); // filled before, the filters would be as the address says
          page.locator("[name=from]").fill("2026-02-27");
          Request asked =
              page.waitForRequest(
                  it -> it.url().contains("to="),
                  () -> page.locator("[name=to]").fill("2026-02-27"));
          Instant from = Instant.parse(parameter(asked, "from"));
          assertThat(Duration.between(from, Instant.parse(parameter(asked, "to"))))
              .isEqualTo(Duration.ofDays(1));
          page.locator("[name=severity]").selectOption("high");
          page.locator("[name=assignee]").fill("ann");
          page.locator("[name=assignee]").blur();
          page.waitForURL("**/records.html?*assignee=ann*");
          page.reload();
          assertThat(page.locator("[name=from]")).hasValue("2026-02-27");
          assertThat(page.locator("[name=severity]")).hasValue("high");
          assertThat(page.locator("[name=assignee]")).hasValue("ann");
          page.locator("#clear").click();
          assertThat(page.locator("[name=from]")).hasValue("");
          page.waitForURL("**/records.html");
        });
  }

  @Test
  void aLinkOpensItsViolationAndTheMenuSaysHowManyWait() throws Exception {
    server.answers(VIOLATIONS + "/v-7", violation(7, "pending", 0));
    server.answers(VIOLATIONS + "/count", "{\"count\": 1000, \"more\": true}");
    reviews(
        1,
        page -> {
          page.navigate(server.at("records.html?id=v-7"));
          assertThat(page.locator("#detail-title")).containsText("cam-7");
          assertThat(page.locator("#pending")).hasText("1,000+");
          page.keyboard().press("a");
          assertThat(page.locator("#done")).containsText("Assigned to you");
          awaitSent(page, 1);
        });
    assertThat(sent).containsExactly(new Sent("v-7", "pending", null, 0));
  }

  private static String parameter(Request asked, String name) {
    return Arrays.stream(URI.create(asked.url()).getQuery().split("&", -1))
        .filter(it -> it.startsWith(name + "="))
        .map(it -> it.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private void reviews(int violations, Visitor.Visit visit) throws Exception {
    server.answers(
        VIOLATIONS,
        IntStream.range(0, violations)
            .mapToObj(i -> violation(i, "pending", 0))
            .collect(Collectors.joining(",", "{\"items\":[", "],\"next_cursor\":null}")));
    Visitor.browses(
        "en-GB",
        page -> {
          page.route(
              "**" + VIOLATIONS + "/*/status",
              route -> {
                String[] path = route.request().url().split("/", -1);
                JsonNode body = JsonMapper.shared().readTree(route.request().postData());
                sent.add(
                    new Sent(
                        path[path.length - 2],
                        body.get("status").asString(),
                        body.path("notes").asString(null),
                        body.get("expected_version").asInt()));
                unanswered.add(route);
              });
          page.navigate(server.at("records.html"));
          visit.see(page);
        });
  }

  private static void open(Page page, int violation) {
    page.locator("[data-id=v-" + violation + "] .opener").click();
    assertThat(page.locator("#detail-title")).containsText("cam-" + violation);
  }

  private static Locator tag(Page page, int violation) {
    return page.locator("[data-id=v-" + violation + "] .tag");
  }

  private void awaitSent(Page page, int decisions) {
    page.waitForCondition(() -> sent.size() == decisions);
  }

  /** The oldest decision that waits is applied. */
  private void answer(Page page) {
    page.waitForCondition(() -> !unanswered.isEmpty());
    Sent decision = sent.get(sent.size() - unanswered.size());
    unanswered
        .remove()
        .fulfill(
            new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(
                    violation(
                        Integer.parseInt(decision.id().substring(2)),
                        decision.status(),
                        decision.version() + 1)));
  }

  private static String violation(int number, String status, int version) {
    return """
    {"id": "v-%1$d", "camera_id": "cam-%1$d", "timestamp": "2026-03-01T12:00:00Z", "closed_at": null,
     "violation_type": "no_hairnet", "confidence": 0.9, "bbox": {"x": 0.5, "y": 0.5, "width": 0.5, "height": 0.25},
     "reason": "no hairnet", "severity": "high", "timeline": [], "status": "%2$s", "snapshot_state": "expired",
     "clip_state": null, "notes": null, "legal_hold": false, "version": %3$d}\
    """
        .formatted(number, status, version);
  }
}
