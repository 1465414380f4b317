package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many violations are decided at once in a browser, over a service that is written here. */
class BulkPagesIT {
  private static final String VIOLATIONS = "/api/v1/records/violations";

  private final Map<Integer, Violation> violations = new ConcurrentSkipListMap<>();

  /** About which somebody else is always faster. */
  private final Set<Integer> contested = new HashSet<>();

  /** Every decision that was sent, as path and body. */
  private final List<String> sent = new ArrayList<>();

  private PageServer server;

  private record Violation(int number, String status, String assignee, boolean held, int version) {
    Violation decided(JsonNode decision) {
      return new Violation(
          number,
          decision.path("status").asString(status),
          decision.path("assignee").asString(assignee),
          held || decision.path("held").asBoolean(false),
          version + 1);
    }

    String json() {
      return """
      {"id": "v-%1$d", "camera_id": "cam-%1$d", "timestamp": "2026-03-01T12:00:00Z", "closed_at": null,
       "violation_type": "%2$s", "confidence": 0.9, "bbox": {"x": 0.5, "y": 0.5, "width": 0.5, "height": 0.25},
       "reason": "no hairnet", "severity": "high", "timeline": [], "status": "%3$s", "snapshot_state": "expired",
       "clip_state": null, "notes": null, "legal_hold": %5$s, "assignee": "%4$s", "version": %6$d}\
      """
          .formatted(
              number,
              number % 3 == 0 ? "no_handwash" : "no_hairnet",
              status,
              assignee,
              held,
              version);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"reviewer\"}");
    server.answers("/api/v1/cameras", "[]");
    server.answers(
        VIOLATIONS,
        query ->
            violations.values().stream()
                .filter(it -> query.getOrDefault("status", it.status()).equals(it.status()))
                .map(Violation::json)
                .collect(Collectors.joining(",", "{\"items\":[", "],\"next_cursor\":null}")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void manyAreDecidedAtOnceEachAgainstItsVersionAndTakenBackAsOne() throws Exception {
    contested.addAll(Set.of(3, 8));
    reviews(
        14,
        page -> {
          box(page, 0).click();
          box(page, 13)
              .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
          assertThat(page.locator("#chosen")).hasText("14 selected");
          page.locator("[data-bulk=confirmed]").click();
          Locator question = page.locator("#confirm");
          assertThat(question).containsText("Confirm: 14 selected");
          assertThat(question).containsText("Hands not washed: 5");
          assertThat(question).containsText("No hairnet: 9");
          assertThat(question).containsText("Pending: 14");
          assertThat(sent).isEmpty();
          Pages.hasNoFault(page, "a question about many");
          question.locator("[value=yes]").click();
          Locator done = page.locator("#done");
          assertThat(done)
              .containsText("12 confirmed, 2 had been decided by somebody else meanwhile");
          done.locator("[data-do=undo]").click();
          assertThat(done).containsText("12 undone");
          assertThat(page.locator(".violation .tag.pending")).hasCount(14);
        });
    List<Integer> decided =
        IntStream.range(0, 14).filter(it -> !contested.contains(it)).boxed().toList();
    assertThat(sent.subList(0, 14))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 14).mapToObj(it -> status(it, "confirmed", 100 + it)).toList());
    assertThat(sent.subList(14, sent.size()))
        .containsExactlyInAnyOrderElementsOf(
            decided.stream().map(it -> status(it, "pending", 101 + it)).toList());
  }

  /** They stay chosen, and lead to what they are now. */
  @Test
  void thoseThatCouldNotBeDecidedAreNamed() throws Exception {
    contested.addAll(Set.of(1, 2));
    reviews(
        4,
        page -> {
          page.locator("#all").check();
          page.keyboard().press("c");
          change(2, it -> new Violation(2, "false_positive", "bo", false, 300));
          page.locator("#confirm [value=yes]").click();
          assertThat(page.locator("#done .link")).hasCount(2);
          assertThat(page.locator(".violation .tag.confirmed")).hasCount(2);
          assertThat(page.locator(".violation[data-chosen]")).hasCount(2);
          page.locator("#done [data-id=v-2]").click();
          assertThat(page.locator("#detail-title")).containsText("cam-2");
          assertThat(page.locator("#detail-facts")).containsText("False positive");
        });
  }

  @Test
  void rowsAreChosenAndDecidedByTheKeyboardAlone() throws Exception {
    reviews(
        6,
        page -> {
          opener(page, 1).focus();
          page.keyboard().press("x");
          assertThat(page.locator("#chosen")).hasText("1 selected");
          opener(page, 4).focus();
          page.keyboard().press("Shift+X");
          assertThat(page.locator("#chosen")).hasText("4 selected");
          opener(page, 2).focus();
          page.keyboard().press("x");
          assertThat(page.locator("#chosen")).hasText("3 selected");
          page.keyboard().press("f");
          assertThat(page.locator("#confirm")).containsText("False positive: 3 selected");
          page.keyboard().press("Escape");
          assertThat(page.locator("#confirm")).hasCount(0);
          assertThat(sent).isEmpty();
          page.keyboard().press("f");
          page.locator("#confirm [value=yes]").focus();
          page.keyboard().press("Enter");
          assertThat(page.locator("#done")).containsText("3 marked as false positive");
          assertThat(page.locator("#bulk")).isHidden();
          page.keyboard().press("u");
          assertThat(page.locator("#done")).containsText("3 undone");
          assertThat(page.locator(".violation .tag.pending")).hasCount(6);
        });
    assertThat(sent).hasSize(6);
  }

  /** What is decided leaves a list of what is pending, and comes back when that is undone. */
  @Test
  void allOfAPageAreChosenByOneBox() throws Exception {
    reviews(
        5,
        page -> {
          page.locator("[name=status]").selectOption("pending");
          box(page, 2).check();
          assertThat(page.locator("#all")).hasJSProperty("indeterminate", true);
          page.locator("#all").check();
          assertThat(page.locator("#chosen")).hasText("5 selected");
          page.locator("[data-bulk=resolved]").click();
          page.locator("#confirm [value=yes]").click();
          assertThat(page.locator("#done")).containsText("5 resolved");
          assertThat(page.locator(".violation")).hasCount(0);
          page.locator("#done [data-do=undo]").click();
          assertThat(page.locator(".violation")).hasCount(5);
        });
  }

  @Test
  void manyAreGivenToWhoeverIsAtThemAndBack() throws Exception {
    reviews(
        3,
        page -> {
          page.locator("#all").check();
          page.keyboard().press("a");
          page.locator("#confirm [value=yes]").click();
          assertThat(page.locator("#done")).containsText("3 assigned to you");
          page.locator("#done [data-do=undo]").click();
          assertThat(page.locator("#done")).containsText("3 undone");
        });
    assertThat(sent.getFirst())
        .isEqualTo(
            "v-0/status {\"status\":\"pending\",\"expected_version\":100,\"assignee\":\"ann\"}");
    assertThat(sent.getLast()).endsWith("\"assignee\":\"\"}");
  }

  /** Two people lift a hold, so none can be taken back by a click; what is held stays as it is. */
  @Test
  void aHoldOfManySaysThatItStays() throws Exception {
    reviews(
        4,
        page -> {
          change(1, it -> new Violation(1, it.status(), it.assignee(), true, it.version()));
          page.reload();
          opener(page, 3).waitFor();
          page.locator("#all").check();
          page.locator("[data-bulk=hold]").click();
          Locator question = page.locator("#confirm");
          assertThat(question).containsText("Hold: 3 selected");
          assertThat(question).containsText("Already so, and left as they are: 1");
          assertThat(question).containsText("A hold is lifted by two people");
          question.locator("[value=yes]").click();
          assertThat(page.locator("#done")).containsText("3 put on hold");
          assertThat(page.locator("#done button")).hasCount(0);
        });
    assertThat(sent)
        .containsExactlyInAnyOrder(
            "v-0/legal-hold {\"held\":true}",
            "v-2/legal-hold {\"held\":true}",
            "v-3/legal-hold {\"held\":true}");
  }

  private static String status(int number, String status, int version) {
    return "v-%d/status {\"status\":\"%s\",\"expected_version\":%d,\"notes\":null}"
        .formatted(number, status, version);
  }

  private static Locator box(Page page, int number) {
    return page.locator("[data-id=v-" + number + "] .chooser input");
  }

  private static Locator opener(Page page, int number) {
    return page.locator("[data-id=v-" + number + "] .opener");
  }

  private void change(int number, UnaryOperator<Violation> to) {
    violations.computeIfPresent(number, (_, it) -> to.apply(it));
  }

  private void reviews(int all, Visitor.Visit visit) throws Exception {
    for (int i = 0; i < all; i++) {
      violations.put(i, new Violation(i, "pending", "", false, 100 + i));
    }
    Visitor.browses(
        "en-GB",
        page -> {
          page.route("**" + VIOLATIONS + "/*/*", this::decide);
          page.navigate(server.at("records.html"));
          opener(page, all - 1).waitFor();
          visit.see(page);
        });
  }

  private void decide(Route route) {
    String path = route.request().url().replaceFirst(".*/violations/", "");
    String body = route.request().postData();
    sent.add(path + " " + body);
    int number = Integer.parseInt(path.replaceAll("v-|/.*", ""));
    JsonNode decision = JsonMapper.shared().readTree(body);
    var answer = new Route.FulfillOptions().setContentType("application/json");
    if (contested.contains(number)) {
      route.fulfill(
          answer.setStatus(409).setBody("{\"detail\":\"somebody else decided meanwhile\"}"));
      return;
    }
    change(number, it -> it.decided(decision));
    route.fulfill(answer.setBody(Objects.requireNonNull(violations.get(number)).json()));
  }
}
