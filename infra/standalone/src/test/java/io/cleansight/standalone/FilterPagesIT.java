package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page of violations asks for, by its form and by its address. */
class FilterPagesIT {
  private final Queue<Map<String, String>> asked = new ConcurrentLinkedQueue<>();
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[{\"camera_id\": \"line-1\"}]");
    server.answers(
        "/api/v1/reports/shifts",
        """
        {"time_zone": "Europe/Berlin", "shifts": [
          {"name": "early", "start": "06:00", "end": "14:00", "days": ["monday"]},
          {"name": "early", "start": "07:00", "end": "14:00", "days": ["saturday"]},
          {"name": "Packing", "start": "14:00", "end": "06:00", "days": ["monday"]}]}""");
    server.answers(
        "/api/v1/records/violations",
        query -> {
          asked.add(query);
          return "{\"items\":[],\"next_cursor\":null}";
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aShiftOfADayAndAZoneAreChosenByTheirNames() throws Exception {
    for (var words :
        Map.of(
                "en-GB", List.of("Early shift", "Work area"),
                "zh-CN", List.of("早班", "作业区"),
                "de-DE", List.of("Frühschicht", "Arbeitsbereich"))
            .entrySet()) {
      Visitor.browses(
          words.getKey(),
          page -> {
            page.navigate(server.at("records.html"));
            page.locator("#empty:visible").waitFor();
            assertThat(page.locator("[name=shift] option")).hasCount(3);
            page.locator("[name=shift]").selectOption("early");
            page.locator("[name=date]").fill("2026-03-28");
            page.locator("[name=zone]").selectOption("work_area");
            assertThat(page.locator("[name=shift] option:checked"))
                .hasText(words.getValue().getFirst());
            assertThat(page.locator("[name=zone] option:checked"))
                .hasText(words.getValue().getLast());
            awaitAsked(page, Map.of("shift", "early", "date", "2026-03-28", "zone", "work_area"));
            page.waitForURL("**/records.html?*shift=early*date=2026-03-28*");
            Pages.hasNoFault(page, "filters " + words.getKey());
          });
    }
  }

  /** What is no longer set is asked for all the same, and not everything instead. */
  @Test
  void anAddressAsksForWhatItSays() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(
              server.at(
                  "records.html?camera_id=gone&shift=Packing&date=2026-03-28&zone=restricted&untimely=false"));
          Map<String, String> query =
              Map.of(
                  "camera_id", "gone",
                  "shift", "Packing",
                  "date", "2026-03-28",
                  "zone", "restricted",
                  "untimely", "false");
          awaitAsked(page, query);
          assertThat(page.locator("[name=camera_id]")).hasValue("gone");
          assertThat(page.locator("[name=shift]")).hasValue("Packing");
          asked.clear();
          page.locator("#clear").click();
          page.waitForURL("**/records.html");
          page.waitForCondition(() -> !asked.isEmpty());
        });
    assertThat(asked.element().keySet()).containsExactly("page_size");
  }

  /** As one from an e-mail must. */
  @Test
  void anAddressSurvivesTheLogIn() throws Exception {
    server.answers("/api/v1/login", "{}");
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("records.html?alert_id=a1e7&shift=early"));
          page.locator("#log-out").click();
          page.locator("[name=name]").fill("ann");
          page.locator("[name=password]").fill("secret");
          asked.clear();
          page.locator("button[type=submit]").click();
          page.waitForURL("**/records.html?alert_id=a1e7&shift=early");
          awaitAsked(page, Map.of("alert_id", "a1e7", "shift", "early"));
        });
  }

  @Test
  void whatTheServiceRefusesIsSaid() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.route(
              "**/api/v1/records/violations?*",
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(400)
                          .setContentType("application/problem+json")
                          .setBody(
                              "{\"detail\":\"shift must be one of [early, Packing]\",\"field\":\"shift\"}")));
          page.navigate(server.at("records.html?shift=noon"));
          assertThat(page.locator("#error")).containsText("shift must be one of [early, Packing]");
        });
  }

  private void awaitAsked(Page page, Map<String, String> query) {
    page.waitForCondition(
        () -> asked.stream().anyMatch(it -> it.entrySet().containsAll(query.entrySet())));
  }
}
