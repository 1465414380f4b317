package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the live page never looks alive when it is not, over answers that are written here. */
class WallPagesIT {
  private static final String LIVE = "**/api/v1/live/line-1";
  private static final int BURST = 200;

  private static final String LOST =
      """
      [{"camera_id": "line-1", "name": "Line 1", "enabled": true, "state": "offline", "source_kind": "live",
        "fps": 0.0, "dropped": {}, "reason": "cannot be opened: nothing answers there",
        "reason_code": "unreachable", "since": "2026-11-30T08:15:00Z", "clock_skew_millis": null},
       {"camera_id": "line-2", "name": "Line 2", "enabled": true, "state": "offline", "source_kind": "live",
        "fps": 0.0, "dropped": {}, "reason": "a reason that only a later release says",
        "reason_code": "later", "since": null, "clock_skew_millis": null}]
      """;

  private final AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.hasSeenNothing();
    server.hasOnline(1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPictureThatGetsOldSaysHowOldItIsUntilAnotherComes() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.routeWebSocket(LIVE, ws -> show(ws, 1));
          page.navigate(server.at("live.html"));
          Locator tile = page.locator("[data-camera=line-1]");
          assertThat(tile).containsText("10.0 fps");
          assertThat(tile.locator("[data-age]")).containsText("Picture is");
          assertThat(tile).hasAttribute("data-stale", "");
          assertThat(tile).not().containsText("fps");
          Objects.requireNonNull(socket.get()).send(JudgedPicture.of(Instant.now(), 2));
          assertThat(tile.locator("canvas[data-sequence='2']")).isVisible();
          assertThat(tile.locator("[data-age]")).isHidden();
        });
  }

  @Test
  void allNumbersAreThereAtTheFirstLook() throws Exception {
    var looks = new AtomicInteger();
    var lookOfTheChart = new AtomicInteger();
    server.answers(
        "/api/v1/statistics/summary",
        _ -> {
          looks.incrementAndGet();
          return "{\"total_frames\": 7, \"total_violations\": 0, \"visits\": 0, \"avg_processing_time\": null}";
        });
    server.answers(
        "/api/v1/statistics/breakdown",
        _ -> {
          lookOfTheChart.compareAndSet(0, looks.get());
          return "[]";
        });
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("live.html"));
          assertThat(page.locator("#numbers")).containsText("7");
        });
    assertThat(lookOfTheChart).hasValueLessThan(2);
  }

  @Test
  void aPictureThatWasOldWhenItCameIsNoNewOne() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          page.routeWebSocket(
              LIVE, ws -> ws.send(JudgedPicture.of(Instant.now().minusSeconds(125), 1)));
          page.navigate(server.at("live.html"));
          assertThat(page.locator("[data-age]")).containsText("画面为 2 分钟前");
        });
  }

  @Test
  void whatCameWhileOneWasDrawnIsSkippedAndAsMuchIsAskedForAsCame() throws Exception {
    var drawn = new AtomicInteger();
    Visitor.browses(
        "en-GB",
        page -> {
          page.exposeFunction("drew", _ -> drawn.incrementAndGet());
          page.addInitScript(
              "const draw = CanvasRenderingContext2D.prototype.drawImage;"
                  + "CanvasRenderingContext2D.prototype.drawImage ="
                  + " function (...all) { drew(); return draw.apply(this, all); };");
          page.routeWebSocket(LIVE, ws -> show(ws, BURST));
          page.navigate(server.at("live.html"));
          assertThat(page.locator("canvas[data-sequence='" + BURST + "']")).isVisible();
          page.waitForCondition(() -> asked.get() >= BURST);
          page.waitForCondition(() -> drawn.get() > 0);
        });
    assertThat(drawn).hasValueLessThan(BURST / 2);
  }

  @Test
  void aLostConnectionIsSaidAndForgottenWhenItIsBack() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.routeWebSocket(LIVE, ws -> show(ws, 1));
          page.navigate(server.at("live.html"));
          assertThat(page.locator("[data-camera=line-1]")).containsText("Online");
          page.context().setOffline(true);
          assertThat(page.locator("#lost")).containsText("No connection to Cleansight since");
          page.context().setOffline(false);
          assertThat(page.locator("#lost")).hasCount(0);
        });
  }

  @Test
  void aCameraThatIsLostSaysSinceWhenAndWhyInTheViewersLanguage() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          page.routeWebSocket(LIVE, ws -> show(ws, 1));
          page.navigate(server.at("live.html"));
          Locator tile = page.locator("[data-camera=line-1]");
          assertThat(tile).containsText("在线"); // has its place on the wall
          assertThat(tile.locator("[data-why]")).isHidden();
          server.answers("/api/v1/cameras", LOST);
          assertThat(tile).containsText("离线");
          assertThat(tile.locator("[data-why]"))
              .containsText(Pattern.compile("自 2026年11月30日 .*起: 该地址无响应"));
          assertThat(page.locator("[data-quiet=line-2]"))
              .containsText("a reason that only a later release says");
        });
  }

  @Test
  void camerasThatAreOnlineAndHaveNoRoomOnTheWallAreNamedAndNothingElse() throws Exception {
    server.hasOnline(17);
    Visitor.browses(
        "en-GB",
        page -> {
          page.routeWebSocket("**/api/v1/live/**", _ -> {});
          page.navigate(server.at("live.html"));
          assertThat(page.locator("[data-quiet]")).hasCount(1);
          assertThat(page.locator("[data-quiet=line-17]"))
              .hasText(Pattern.compile("^line-17 Online\\s*$"));
        });
  }

  /** That many pictures at once; counts what is asked for, and answers nothing. */
  private void show(WebSocketRoute ws, int pictures) {
    socket.set(ws);
    ws.onMessage(_ -> asked.incrementAndGet());
    for (int i = 1; i <= pictures; i++) {
      ws.send(JudgedPicture.of(Instant.now(), i));
    }
  }
}
