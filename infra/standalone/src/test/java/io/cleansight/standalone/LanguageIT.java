package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which language pages speak, to people who are not let in yet too. */
class LanguageIT {
  private static final String ENGLISH = "[A-Za-z]{2,}";

  private static final String BARE =
      """
      "reason_code": "without_item", "reason_parameters": {"violation_type": "no_hairnet", "frames": "9",
        "of_frames": "11", "seconds": "2.1", "score": "0.87", "pixels": "42"}""";

  private static final String CROWD =
      """
      {"zone": "work_area", "count": "1", "lasted_seconds": "40", "max_people": "0"}""";

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/login", "{\"issuer\":\"Plant\",\"address\":\"/there\"}");
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itIsTheBrowsersUntilSomebodyChoosesAnother() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("登录");
          assertThat(page.locator("#issuer")).hasText("使用 Plant 登录");
          assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
          page.locator("#language").selectOption("en");
          assertThat(page.locator("h1")).hasText("Log in");
          assertThat(page.locator("#issuer")).hasText("Log in with Plant");
          assertThat(page.locator("html")).hasAttribute("lang", "en");
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("h1")).hasText("Cameras");
          assertThat(page.locator("nav a[aria-current]")).hasText("Cameras");
          assertThat(page).hasTitle("Cameras · Cleansight");
        });
  }

  @Test
  void aLanguageIsAFileAndALineInTheList() throws Exception {
    Visitor.browses(
        "de-AT",
        page -> {
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("h1")).hasText("Kameras");
          assertThat(page.locator("html")).hasAttribute("lang", "de");
          assertThat(page.locator("#language")).hasValue("de");
          assertThat(page.locator("#language option"))
              .hasText(new String[] {"English", "中文", "Deutsch"});
        });
  }

  @Test
  void otherLanguagesReadEnglish() throws Exception {
    Visitor.browses(
        "fr-FR",
        page -> {
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("Log in");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-GB | No hairnet in 9 of 11 frames over 2.1 s, mean confidence 0.87, 42 px high",
        "zh-CN | 未戴发网：2.1 秒内 11 帧中有 9 帧，平均置信度 0.87，高 42 像素",
        "de-DE | Kein Haarnetz in 9 von 11 Bildern über 2,1 s, mittlere Konfidenz 0,87, 42 px hoch"
      })
  void aViolationSaysWhyInTheReadersLanguage(String locale, String reason) throws Exception {
    server.answers("/api/v1/records/violations", "{\"items\": [%s]}".formatted(violation(BARE)));
    Visitor.browses(
        locale,
        page -> {
          page.navigate(server.at("records.html"));
          page.locator(".violation .opener").click();
          assertThat(page.locator("#detail-facts")).containsText(reason);
          assertThat(page.locator("#detail-facts")).not().containsText("no_hairnet");
          if (locale.startsWith("zh")) {
            assertThat(page.locator("#detail-facts").innerText()).doesNotContainPattern(ENGLISH);
            assertThat(page.locator("#detail-timeline").innerText()).doesNotContainPattern(ENGLISH);
          }
        });
  }

  @Test
  void whatHasNoCodeOrOneOfALaterReleaseIsSaidInTheWordsItCameWith() throws Exception {
    for (String code : List.of("null", "\"later\"")) {
      server.answers(
          "/api/v1/records/violations",
          "{\"items\": [%s]}"
              .formatted(violation("\"reason_code\": " + code + ", \"reason_parameters\": {}")));
      Visitor.browses(
          "zh-CN",
          page -> {
            page.navigate(server.at("records.html"));
            page.locator(".violation .opener").click();
            assertThat(page.locator("#detail-facts")).containsText("no_hairnet in 9 of 11 frames");
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-GB | 3 cameras | Each camera: No hairnet, at least 5 within 1 h 30 min | Work area: 1 person for 40 s (rule: at most 0)",
        "zh-CN | 3 个摄像头 | 每个摄像头：未戴发网，1 小时 30 分钟内至少 5 次 | 作业区：1 人，持续 40 秒（规则：最多 0 人）",
        "de-DE | 3 Kameras | Je Kamera: Kein Haarnetz, mindestens 5 in 1 h 30 min | Arbeitsbereich: 40 s lang 1 Person (Regel: höchstens 0)"
      })
  void anAlertIsReadInTheReadersLanguage(
      String locale, String cameras, String grouped, String single) throws Exception {
    hasAlerts();
    Visitor.browses(
        locale,
        page -> {
          page.navigate(server.at("alerts.html"));
          Locator rows = page.locator("#alerts tr");
          assertThat(rows.nth(0)).containsText(grouped);
          assertThat(rows.nth(0)).containsText(cameras);
          assertThat(rows.nth(1)).containsText(single);
          if (locale.startsWith("zh")) {
            assertThat(page.locator("#alerts").innerText()).doesNotContainPattern(ENGLISH);
          }
          page.navigate(server.at("live.html"));
          assertThat(page.locator("#events tr").nth(0)).containsText(single);
          assertThat(page.locator("#events tr")).hasCount(3);
          if (locale.startsWith("zh")) {
            assertThat(page.locator("#events").innerText()).doesNotContainPattern(ENGLISH);
          }
        });
  }

  /** One alert of three cameras and one of a single, and what the live page lists of them. */
  private void hasAlerts() {
    server.answers(
        "/api/v1/alerts",
        """
        {"items": [%s, %s]}"""
            .formatted(
                alert(
                    "[\"1\", \"2\", \"3\"]",
                    "violations_each",
                    "{\"violation_type\": \"no_hairnet\", \"threshold\": \"5\", \"window_seconds\": \"5400\"}"),
                alert("[]", "occupancy", CROWD)));
    server.answers("/api/v1/alerts/notifications", "[]");
    server.answers("/api/v1/alerts/rules", "[]");
    server.answers("/api/v1/alerts/silences", "[]");
    server.hasSeenNothing();
    server.answers(
        "/api/v1/events",
        """
        {"items": [
          {"kind": "alert", "camera_id": "1", "timestamp": "2026-03-01T12:00:00Z", "event_type": "occupancy",
           "message": "1: 1 people in work_area", "message_code": "occupancy", "message_parameters": %s},
          {"kind": "violation", "camera_id": "1", "timestamp": "2026-03-01T12:00:00Z", "event_type": "no_mask",
           "message": "no hand wash", "message_code": "not_washed", "message_parameters": {}},
          {"kind": "hygiene", "camera_id": "1", "timestamp": "2026-03-01T12:00:00Z", "event_type": "handwash",
           "duration_millis": 20000, "message": null, "message_code": null, "message_parameters": null}]}"""
            .formatted(CROWD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-GB | 1 | violation in 24 h",
        "en-GB | 2 | violations in 24 h",
        "de-DE | 1 | Verstoß in 24 h",
        "de-DE | 0 | Verstöße in 24 h",
        "zh-CN | 1 | 24 小时内违规"
      })
  void whatIsCountedIsInTheSingularWhereThereIsOne(String locale, int violations, String text)
      throws Exception {
    server.hasSeenNothing();
    server.answers(
        "/api/v1/statistics/summary",
        "{\"total_frames\":0,\"total_violations\":%d,\"visits\":0,\"avg_processing_time\":null}"
            .formatted(violations));
    Visitor.browses(
        locale,
        page -> {
          page.navigate(server.at("live.html"));
          assertThat(page.locator("#numbers .number span").nth(1)).hasText(text);
        });
  }

  @Test
  void countedMessagesHaveTheFormsThatBrowsersChoose() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("login.html"));
          page.locator("#language").waitFor();
          assertThat(
                  page.evaluate(
                      """
                      async () => {
                        const wrong = [];
                        for (const { value } of document.querySelectorAll('#language option')) {
                          const keys = Object.keys(await (await fetch(`messages/${value}.json`)).json());
                          const forms = new Set(keys.filter((it) => it.includes('.')).map((it) => it.split('.')[1]));
                          const { pluralCategories } = new Intl.PluralRules(value).resolvedOptions();
                          if ([...forms].sort().join() !== pluralCategories.toSorted().join()) {
                            wrong.push(`${value}: ${[...forms]}, not ${pluralCategories}`);
                          }
                        }
                        return wrong;
                      }"""))
              .isEqualTo(List.of());
        });
  }

  private static String violation(String because) {
    return """
    {"id": "v-1", "camera_id": "1", "timestamp": "2026-03-01T12:00:00Z", "closed_at": "2026-03-01T12:00:09Z",
     "violation_type": "no_hairnet", "confidence": 0.9, "bbox": {"x": 0.5, "y": 0.5, "width": 0.5, "height": 0.25},
     "reason": "no_hairnet in 9 of 11 frames", %s, "severity": "high",
     "timeline": [{"what": "entrance", "at": "2026-03-01T11:59:50Z", "duration_millis": 1800}], "status": "pending",
     "snapshot_state": "missing", "clip_state": null, "notes": null, "legal_hold": false, "version": 0}"""
        .formatted(because);
  }

  private static String alert(String members, String code, String parameters) {
    return """
    {"id": "%1$s", "rule_id": "r", "camera_id": "1", "timestamp": "2026-03-01T12:00:00Z", "alert_type": "occupancy",
     "message": "1: in English", "message_code": "%1$s", "message_parameters": %2$s, "priority": "high",
     "status": "raised", "details": {"rule_name": "1", "members": %3$s}, "handled_by": null, "escalated_at": null,
     "silence_id": null, "unsilenced_at": null, "notifications": [], "notification_channels_used": [],
     "version": 0}"""
        .formatted(code, parameters, members);
  }

  /** The messages are kept back until what the page shows without them has been looked at. */
  @Test
  void nothingIsShownBeforeItsMessageIsThere() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          var shown = new AtomicReference<String>();
          page.route(
              "**/messages/zh.json",
              route -> {
                shown.set(page.locator("body").innerText());
                route.resume();
              });
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("登录");
          assertThat(shown.get()).isBlank();
        });
  }
}
