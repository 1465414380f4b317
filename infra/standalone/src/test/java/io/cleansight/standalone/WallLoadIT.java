package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall of sixteen cameras in a browser that is far too slow for it, and over as many pictures
 * as an hour has. What it measures it prints; the age of a picture is from its capture until it is
 * drawn.
 */
@Tag("long")
class WallLoadIT {
  private static final int CAMERAS = 16;
  private static final int SLOWER = 20;
  private static final int PICTURES = 1000;
  private static final int HOUR = CAMERAS * 10 * 3600;
  private static final double PATIENCE_MILLIS = 600_000;
  private static final double MOST_GROWTH = 2e6;

  /** Whenever a tile has drawn, the number of its picture, which is its time, tells its age. */
  private static final String WATCH =
      """
      window.ages = [];
      window.seen = new Set();
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          ages.push(Date.now() - Number(target.dataset.sequence));
          seen.add(target.closest('[data-camera]').dataset.camera);
        }
      }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-sequence'] });
      """;

  /** A server of pictures within the page: as many as are asked for, ten for each. */
  private static final String ENDLESS =
      """
      window.told = 0;
      window.WebSocket = class {
        static OPEN = 1;
        readyState = 1;
        constructor() { setTimeout(() => this.onopen(), 0); }
        send() {
          setTimeout(() => {
            for (let i = 0; i < 10 && told < HOUR; i++) {
              const head = new TextEncoder().encode(JSON.stringify({
                sequence: told, captured_at: new Date().toISOString(), fps: 10,
                people: [{ track_id: told, verdict: 'compliant', bbox: { x: 0.1, y: 0.1, width: 0.2, height: 0.5 } }] }));
              const message = new Uint8Array(4 + head.length + jpeg.length);
              new DataView(message.buffer).setUint32(0, head.length);
              message.set(head, 4);
              message.set(jpeg, 4 + head.length);
              told += 1;
              this.onmessage({ data: message.buffer });
            }
          }, 0);
        }
        close() {}
      };
      """;

  @TempDir Path folder;

  @Test
  void picturesAreOfNowInABrowserTwentyTimesSlower() throws Exception {
    Launched line =
        Launched.start(
            folder.resolve("data"), Map.of(), "--source", "scene:7?minutes=1", "--camera-id", "k");
    try (var cameras = new PublishedCameras(line, CAMERAS)) {
      Visitor.visits(
          line,
          "en-GB",
          page -> {
            page.addInitScript(WATCH);
            page.reload();
            try (var _ = cameras.start()) {
              await(page, "seen.size === " + CAMERAS);
              devTools(page, "Emulation.setCPUThrottlingRate", "rate", SLOWER);
              page.evaluate("ages.length = 0; seen.clear()");
              await(page, "ages.length >= " + PICTURES);
              print(page, cameras.published());
              assertThat(page.evaluate("seen.size")).isEqualTo(CAMERAS);
            }
          });
    } finally {
      line.end();
    }
  }

  @Test
  void theHeapIsAsItWasAfterThePicturesOfAnHour() throws Exception {
    try (var server = PageServer.start()) {
      server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
      server.hasSeenNothing();
      server.hasOnline(CAMERAS);
      Visitor.browses(
          "en-GB",
          page -> {
            page.addInitScript(
                "window.HOUR = %d; window.jpeg = new Uint8Array(%s);"
                        .formatted(HOUR, Arrays.toString(JudgedPicture.jpeg(160, 90)))
                    + ENDLESS);
            page.navigate(server.at("live.html"));
            await(page, "told >= HOUR / 10");
            double before = heap(page);
            await(page, "told >= HOUR");
            double after = heap(page);
            System.out.printf(
                Locale.ROOT,
                "heap of the page after %d pictures %.1f MB, after %d %.1f MB%n",
                HOUR / 10,
                before / 1e6,
                HOUR,
                after / 1e6);
            assertThat(after - before).isLessThan(MOST_GROWTH);
          });
    }
  }

  /** Asked from outside: the page's policy lets nobody in it evaluate a string. */
  private static void await(Page page, String condition) {
    page.waitForCondition(
        () -> Boolean.TRUE.equals(page.evaluate(condition)),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  private static void print(Page page, long published) {
    List<Double> ages =
        ((List<?>) page.evaluate("ages"))
            .stream().map(it -> ((Number) it).doubleValue()).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "wall of %d cameras, browser %d times slower: of %d pictures drawn, age p50 %.0f ms, p95 %.0f ms, most %.0f ms; "
            + "%d published in all%n",
        CAMERAS,
        SLOWER,
        ages.size(),
        ages.get(ages.size() / 2),
        ages.get(ages.size() * 95 / 100),
        ages.getLast(),
        published);
  }

  /** Of what is still used. */
  private static double heap(Page page) {
    CDPSession tools = page.context().newCDPSession(page);
    tools.send("HeapProfiler.collectGarbage");
    double used = tools.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    tools.detach();
    return used;
  }

  private static void devTools(Page page, String method, String name, int value) {
    var parameters = new JsonObject();
    parameters.addProperty(name, value);
    page.context().newCDPSession(page).send(method, parameters);
  }
}
