package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the pages show cameras, in a browser, over answers of a service that are written here. */
class CameraPagesIT {
  private static final String CAMERAS = "/api/v1/cameras";

  /** Every state of the contract, and what it is called in each language. */
  private static final Map<String, List<String>> STATES =
      Map.of(
          "online", List.of("Online", "在线"),
          "offline", List.of("Offline", "离线"),
          "stalled", List.of("Stalled", "无画面"),
          "blind", List.of("No usable image", "画面异常"),
          "waiting", List.of("Waiting for analysis", "等待分析"),
          "finished", List.of("Finished", "播放完毕"),
          "off", List.of("Switched off", "已关闭"));

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"admin\"}");
    server.hasSeenNothing();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "en-GB, 7200000, Clock of the capturing machine is 2 h ahead",
    "en-GB, -5400000, Clock of the capturing machine is 1.5 h behind",
    "en-GB, 90000, Clock of the capturing machine is 1.5 min ahead",
    "en-GB, -1001, Clock of the capturing machine is 1 s behind",
    "zh-CN, 7200000, 采集主机的时钟快 2 小时",
    "zh-CN, -180000, 采集主机的时钟慢 3 分钟",
    "zh-CN, 2500, 采集主机的时钟快 2.5 秒"
  })
  void aClockThatIsOffIsShown(String language, long millis, String text) throws Exception {
    server.answers(CAMERAS, "[" + camera("line-1", "online", Long.toString(millis)) + "]");
    Visitor.browses(
        language,
        page -> {
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("[data-camera=line-1] [data-clock]")).hasText(text);
          page.navigate(server.at("live.html"));
          assertThat(page.locator("[data-camera=line-1] [data-clock]")).hasText(text);
        });
  }

  @ParameterizedTest
  @CsvSource({"1000", "-1000", "0", "null"})
  void aClockThatIsRightOrUnknownIsNotMentioned(String millis) throws Exception {
    server.answers(CAMERAS, "[" + camera("line-1", "online", millis) + "]");
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("[data-camera=line-1] .tag")).hasText("Online");
          assertThat(page.locator("[data-camera=line-1] [data-clock]")).isHidden();
          page.navigate(server.at("live.html"));
          Locator tile = page.locator("[data-camera=line-1]");
          assertThat(tile.locator(".tag")).hasText("Online");
          assertThat(tile).containsText("Waiting for a picture…");
          assertThat(tile.locator("[data-clock]")).isHidden();
        });
  }

  @Test
  void everyStateHasItsMessageInBothLanguages() throws Exception {
    server.answers(
        CAMERAS,
        STATES.keySet().stream()
            .map(it -> camera(it, it, "null"))
            .collect(Collectors.joining(",", "[", "]")));
    for (int language = 0; language < 2; language++) {
      int chosen = language;
      Visitor.browses(
          language == 0 ? "en-GB" : "zh-CN",
          page -> {
            page.navigate(server.at("cameras.html"));
            for (var state : STATES.entrySet()) {
              assertThat(page.locator("[data-camera=" + state.getKey() + "] .tag"))
                  .hasText(state.getValue().get(chosen));
            }
            page.navigate(server.at("live.html"));
            assertThat(page.locator("#others .tag.waiting"))
                .hasText(STATES.getOrDefault("waiting", List.of()).get(chosen));
          });
    }
  }

  private static String camera(String id, String state, String skew) {
    return """
    {"camera_id": "%s", "name": "%s", "enabled": true, "at": "2026-03-01T12:00:00Z", "state": "%s",
     "source_kind": "live", "fps": 10.0, "captured": 7, "published": 7, "dropped": {}, "reason": null,
     "labels": [], "zones": [], "required_steps": [], "minimum_wash_millis": 20000,
     "step_window_millis": 3600000, "save_strategy": null, "save_interval": null, "has_source": false,
     "has_substream": false, "bits_per_second": null, "last_error": null, "instance": null,
     "clock_skew_millis": %s}\
    """
        .formatted(id, id, state, skew);
  }
}
