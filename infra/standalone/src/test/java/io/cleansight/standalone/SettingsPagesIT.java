package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two people who set the same thing, of whom one has a browser; the other is a line of the test.
 */
class SettingsPagesIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RULES = "/api/v1/alerts/rules";
  private static final String ZONE =
      """
      {"zone_id": "%s", "type": "work_area", "minimum_dwell_millis": 3000,
       "corners": [{"x": 0.1, "y": 0.1}, {"x": 0.5, "y": 0.1}, {"x": 0.5, "y": 0.5}]}""";

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"admin\",\"cameras\":null}");
    server.answers("/api/v1/cameras", "[]");
    server.answers("/api/v1/alerts", "{\"items\":[]}");
    server.answers("/api/v1/alerts/notifications", "[]");
    server.answers("/api/v1/alerts/silences", "[]");
    server.answers(RULES, "[]");
    server.answers("/api/v1/users", "[]");
    server.answers("/api/v1/keys", "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One thing of the service's, which is changed by whoever has read its version. */
  private final class Kept {
    private final String list;
    private final String path;
    private final List<JsonNode> changes = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private String json;
    private int version;

    Kept(Page page, String list, String id) {
      this.list = list;
      this.path = list + "/" + id;
      this.json = "null";
      page.route(it -> it.endsWith(path), this::answer);
    }

    /** Somebody else sets it so. */
    void become(String now) {
      version++;
      json = now.strip().replaceFirst("\\{", "{\"version\": " + version + ", ");
      server.answers(list, "[" + json + "]");
      server.answers(path, json);
    }

    private void answer(Route route) {
      Request request = route.request();
      if (request.method().equals("GET")) {
        route.resume();
        return;
      }
      methods.add(request.method());
      String seen = request.allHeaders().get("if-match");
      boolean creates = "*".equals(request.allHeaders().get("if-none-match"));
      if (creates || !("\"" + version + "\"").equals(seen)) {
        String detail = creates ? "camera line-1 is there already" : "not the version";
        route.fulfill(
            new Route.FulfillOptions()
                .setStatus(creates ? 409 : 412)
                .setContentType("application/problem+json")
                .setBody("{\"detail\": \"" + detail + "\"}"));
        return;
      }
      if (request.postData() != null) {
        changes.add(JSON.readTree(request.postData()));
      }
      route.fulfill(new Route.FulfillOptions().setStatus(202));
    }

    JsonNode last() {
      return changes.getLast();
    }
  }

  @Test
  void aNewCameraIsNoneThatIsThere() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, "/api/v1/cameras", "line-1");
          page.navigate(server.at("cameras.html"));
          page.locator("#new-camera").click();
          page.locator("[name=camera_id]").fill("line-1");
          page.locator("#settings-form [name=name]").fill("Mine");
          page.locator("#settings-save").click();
          assertThat(page.locator("#settings-error")).containsText("line-1 is there already");
          assertThat(page.locator("#settings-form [name=name]")).hasValue("Mine");
          assertThat(there.changes).isEmpty();
        });
  }

  @Test
  void aNameIsSavedBesideAZoneThatSomebodyDrewMeanwhile() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, "/api/v1/cameras", "line-1");
          there.become(camera("Line 1", ""));
          page.navigate(server.at("cameras.html"));
          page.locator("[data-camera=line-1] [data-do=settings]").click();
          there.become(camera("Line 1", ZONE.formatted("sink")));
          page.locator("#settings-form [name=name]").fill("Entrance");
          page.locator("#settings-save").click();
          Locator error = page.locator("#settings-error");
          assertThat(error).containsText("Somebody else has changed this meanwhile");
          assertThat(there.changes).isEmpty();
          error.locator("[data-do=load]").click();
          assertThat(error).isEmpty();
          assertThat(page.locator("#settings-form [name=name]")).hasValue("Entrance");
          page.locator("#settings-save").click();
          assertThat(page.locator("#settings")).isHidden();
          assertThat(there.last().get("name").asString()).isEqualTo("Entrance");
          assertThat(there.last().at("/zones/0/zone_id").asString()).isEqualTo("sink");
        });
  }

  @Test
  void zonesOfBothAreKept() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, "/api/v1/cameras", "line-1");
          there.become(camera("Line 1", ZONE.formatted("sink")));
          page.navigate(server.at("cameras.html"));
          page.locator("[data-camera=line-1] [data-do=zones]").click();
          page.locator("#zone-new").click();
          for (double[] corner : new double[][] {{0.2, 0.2}, {0.8, 0.2}, {0.5, 0.8}}) {
            var area = page.locator("#sheet svg").boundingBox();
            page.mouse().click(area.x + corner[0] * area.width, area.y + corner[1] * area.height);
          }
          there.become(camera("Renamed", ZONE.formatted("sink") + "," + ZONE.formatted("door")));
          page.locator("#zones-save").click();
          page.locator("#zones-error [data-do=load]").click();
          assertThat(page.locator("#zone-list legend"))
              .hasText(new String[] {"sink", "door", "zone-2"});
          page.locator("#zones-save").click();
          assertThat(page.locator("#zones")).isHidden();
          assertThat(there.last().get("name").asString()).isEqualTo("Renamed");
          assertThat(there.last().get("zones").size()).isEqualTo(3);
        });
  }

  @Test
  void whatWasTypedOfARuleStaysAndWhatSomebodyElseWroteIsShown() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, RULES, "r1");
          there.become(rule("Cold room", 60, "null"));
          edit(page);
          page.locator("#rule-form [name=name]").fill("Mine");
          page.locator("#rule-form [name=rule_type]").selectOption("camera_offline");
          page.locator("#rule-form [name=duration_seconds]").fill("45");
          there.become(rule("Theirs", 120, "null"));
          page.locator("#rule-save").click();
          page.locator("#rule-error [data-do=load]").click();
          assertThat(page.locator("#rule-form [name=name]")).hasValue("Mine");
          assertThat(page.locator("[data-now=name]")).hasText("There now: Theirs");
          assertThat(page.locator("#rule-form [name=cooldown_seconds]")).hasValue("120");
          assertThat(page.locator("#rule-form [name=duration_seconds]")).hasValue("45");
          page.locator("#rule-save").click();
          assertThat(page.locator("#rule")).isHidden();
          assertThat(there.last().get("name").asString()).isEqualTo("Mine");
          assertThat(there.last().get("conditions").toString())
              .isEqualTo("{\"duration_seconds\":45}");
          assertThat(there.last().get("cooldown_seconds").asInt()).isEqualTo(120);
        });
  }

  @Test
  void anotherTypeOfRuleAndBackKeepsWhatWasTyped() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          new Kept(page, RULES, "r1").become(rule("Cold room", 60, "null"));
          edit(page);
          Locator type = page.locator("#rule-form [name=rule_type]");
          page.locator("#rule-form [name=threshold]").fill("17");
          page.locator("#rule-form [name=duration_minutes]").fill("");
          page.locator("#rule-form [name=name]").fill("Mine");
          type.selectOption("occupancy");
          assertThat(page.locator("#rule-form [name=max_people]")).hasValue("5");
          page.locator("#rule-form [name=max_people]").fill("3");
          type.selectOption("violation_threshold");
          assertThat(page.locator("#rule-form [name=threshold]")).hasValue("17");
          assertThat(page.locator("#rule-form [name=duration_minutes]")).hasValue("");
          type.selectOption("occupancy");
          assertThat(page.locator("#rule-form [name=max_people]")).hasValue("3");
          assertThat(page.locator("#rule-form [name=name]")).hasValue("Mine");
        });
  }

  @Test
  void aNightWithoutADayIsEveryNightAndReopensAsItWasSaved() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, RULES, "r1");
          there.become(rule("Cold room", 60, "null"));
          edit(page);
          assertThat(page.locator("#rule-form [name=active]")).hasValue("always");
          assertThat(page.locator("#rule-form [name=from]")).isHidden();
          page.locator("#rule-form [name=active]").selectOption("at_times");
          page.locator("#rule-form [name=from]").fill("22:00");
          page.locator("#rule-form [name=to]").fill("06:00");
          page.locator("#rule-save").click();
          assertThat(page.locator("#rule")).isHidden();
          JsonNode schedule = there.last().get("schedule");
          assertThat(schedule.get("days").size()).isZero();
          assertThat(schedule.get("from").asString()).isEqualTo("22:00");
          there.become(rule("Cold room", 60, schedule.toString()));
          edit(page);
          assertThat(page.locator("#rule-form [name=active]")).hasValue("at_times");
          assertThat(page.locator("#rule-form [name=from]")).hasValue("22:00");
          assertThat(page.locator("#rule-form [name=to]")).hasValue("06:00");
          assertThat(page.locator("#rule-form [name=days]:checked")).hasCount(0);
        });
  }

  @Test
  void aRuleIsDeletedOnceSomebodyHasConfirmedIt() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          var there = new Kept(page, RULES, "r1");
          there.become(rule("Cold room", 60, "null"));
          edit(page);
          page.locator("#rule-delete").focus();
          page.keyboard().press("Enter");
          assertThat(page.locator("#confirm h2")).containsText("Cold room");
          assertThat(page.locator("#confirm [value=no]")).isFocused();
          page.keyboard().press("Escape");
          assertThat(page.locator("#confirm")).hasCount(0);
          assertThat(page.locator("#rule")).isVisible();
          assertThat(there.methods).isEmpty();
          page.locator("#rule-delete").focus();
          page.keyboard().press("Enter");
          page.keyboard().press("Tab");
          page.keyboard().press("Enter");
          assertThat(page.locator("#rule")).isHidden();
          assertThat(there.methods).containsExactly("DELETE");
        });
  }

  @Test
  void aLabelThatNoCameraHasIsWarnedOf() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          server.answers(
              "/api/v1/cameras",
              "[" + camera("Line 1", "").replace("\"labels\": []", "\"labels\": [\"cold\"]") + "]");
          page.navigate(server.at("alerts.html"));
          page.locator("#new-rule").click();
          page.locator("#rule-form [name=labels]").fill("cold, warm");
          page.locator("#rule-form [name=labels]").blur();
          assertThat(page.locator("#labels-warning")).hasText("No camera has this label: warm");
          page.locator("#rule-form [name=labels]").fill("cold");
          page.locator("#rule-form [name=labels]").blur();
          assertThat(page.locator("#labels-warning")).isHidden();
        });
  }

  @Test
  void whatWasTypedOfAUserStays() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          var there = new Kept(page, "/api/v1/users", "mei");
          there.become(user("viewer", "\"line-1\""));
          page.navigate(server.at("users.html"));
          page.locator("[data-name=mei] button").click();
          page.locator("#account-form [name=role]").selectOption("reviewer");
          there.become(user("viewer", "\"line-2\""));
          page.locator("#account-save").click();
          assertThat(page.locator("#account-error")).containsText("其他人刚刚修改了此项");
          page.locator("#account-error [data-do=load]").click();
          assertThat(page.locator("#account-form [name=role]")).hasValue("reviewer");
          assertThat(page.locator("#account-form [name=cameras]")).hasValue("line-2");
          page.locator("#account-save").click();
          assertThat(page.locator("#account")).isHidden();
          assertThat(there.last().get("role").asString()).isEqualTo("reviewer");
          assertThat(there.last().at("/cameras/0").asString()).isEqualTo("line-2");
        });
  }

  private void edit(Page page) {
    page.navigate(server.at("alerts.html"));
    page.locator("#rules [data-id=r1] button").click();
    assertThat(page.locator("#rule-form [name=name]")).isVisible();
  }

  private static String rule(String name, int cooldown, String schedule) {
    return """
    {"id": "r1", "name": "%s", "camera_id": null, "rule_type": "violation_threshold",
     "conditions": {"threshold": 5, "duration_minutes": 10}, "notification_channels": ["log"], "recipients": [],
     "enabled": true, "priority": "medium", "camera_ids": [], "labels": [], "schedule": %s,
     "cooldown_seconds": %d, "group_seconds": 0, "escalate_after_seconds": 0, "escalation_channels": [],
     "escalation_recipients": []}"""
        .formatted(name, schedule, cooldown);
  }

  private static String user(String role, String cameras) {
    return """
    {"name": "mei", "role": "%s", "cameras": [%s], "managed": true, "expires_at": null, "last_used_at": null,
     "previous_secret_until": null}"""
        .formatted(role, cameras);
  }

  private static String camera(String name, String zones) {
    return """
    {"camera_id": "line-1", "name": "%s", "enabled": true, "at": "2026-03-01T12:00:00Z", "state": "online",
     "source_kind": "live", "fps": 10.0, "captured": 7, "published": 7, "dropped": {}, "reason": null,
     "labels": [], "zones": [%s], "required_steps": [], "minimum_wash_millis": 20000,
     "step_window_millis": 3600000, "save_strategy": null, "save_interval": null, "has_source": false,
     "has_substream": false, "bits_per_second": null, "last_error": null, "instance": null,
     "clock_skew_millis": null, "keep_video": true, "record_video": false}"""
        .formatted(name, zones);
  }
}
