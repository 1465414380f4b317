package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the pages show video, in a browser, over answers of a service that are written here. */
class VideoPagesIT {
  private static final String ID = "7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0009";
  private static final String VIOLATION = "/api/v1/records/violations/" + ID;
  private static final List<Integer> COMPLIANT = List.of(0x3d, 0xdc, 0x84);
  private static final Set<String> FAULTS = Set.of("serious", "critical");

  /** Standard deviation of the green of a canvas's pixels, of 255. */
  private static final String SPREAD =
      """
      canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let sum = 0, squares = 0, pixels = data.length / 4;
        for (let i = 1; i < data.length; i += 4) { sum += data[i]; squares += data[i] * data[i]; }
        return Math.sqrt(squares / pixels - (sum / pixels) ** 2);
      }""";

  /**
   * The left line of the box of {@link JudgedPicture}, half way down: red, green and blue of a
   * pixel.
   */
  private static final String EDGE =
      """
      canvas => [...canvas.getContext('2d')
        .getImageData(Math.round(0.1 * canvas.width), Math.round(0.35 * canvas.height), 1, 1).data.slice(0, 3)]""";

  private static DrawnClip clip;

  private PageServer server;

  @BeforeAll
  static void draw() throws IOException {
    clip = DrawnClip.ofSeconds(8);
  }

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers(
        "/api/v1/session", "{\"name\":\"ann\",\"role\":\"admin\",\"evidence_blurred\":false}");
    server.answers("/api/v1/cameras", "[" + camera() + "]");
    server.hasSeenNothing();
    server.answers(
        "/api/v1/records/detection-records/line-1",
        """
        {"items": [{"timestamp": "2026-03-01T12:00:05Z",
          "person_detections": [{"track_id": 1, "bbox": {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.5}}],
          "hairnet_results": [{"track_id": 1, "verdict": "violating"}]}], "next_cursor": null}
        """);
    server.shows(VIOLATION + "/clip", clip.whole());
    server.shows("/api/v1/cameras/line-1/video", clip.whole());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aClipPlaysWithBoxesAndItsTimelineIsGoneToByKeyboard() throws Exception {
    violation("present", null);
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          Locator video = page.locator("#detail-clip video");
          assertThat(page.locator("#detail-clip .mark")).hasCount(3);
          hasNoFault(page);
          page.locator("#detail-clip .mark.moment").focus();
          page.keyboard().press("Enter");
          assertThat(page.locator("#detail-clip .box.moment")).hasCount(1);
          assertThat(page.locator("#detail-clip .box")).hasCount(2);
          await().until(() -> second(video) > 5.3);
          page.locator("#detail-timeline button").first().click();
          await().until(() -> second(video) > 1 && second(video) < 5);
          assertThat(((Number) video.evaluate("it => it.duration")).doubleValue())
              .isBetween(7.5, 8.5);
          assertThat(page.locator("#detail-clip a[download]"))
              .hasAttribute("href", VIOLATION + "/clip");
          assertThat((boolean) video.evaluate("it => it.error === null")).isTrue();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "en-GB, awaited, null, The clip is being assembled",
    "en-GB, partial, beginning_missing, Part of the clip is missing: its beginning is gone",
    "en-GB, missing, no_video, There is no clip: there is no video of that time",
    "en-GB, expired, null, The clip has reached its age and was deleted",
    "zh-CN, awaited, null, 视频片段正在生成",
    "zh-CN, missing, no_video, 没有视频片段: 当时没有视频"
  })
  void howAClipIsIsSaid(String language, String state, String reason, String text)
      throws Exception {
    violation(state, reason.equals("null") ? null : reason);
    Visitor.browses(
        language,
        page -> {
          open(page);
          assertThat(page.locator("[data-clip]")).hasText(text);
          assertThat(page.locator("#detail-clip video")).hasCount(state.equals("partial") ? 1 : 0);
        });
  }

  /** What is known when the violation is opened may be of before. */
  @ParameterizedTest
  @CsvSource({
    "zh-CN, expired, null, 视频片段已到期删除",
    "de-DE, missing, '\"no_video\"', Es gibt keinen Clip: aus dieser Zeit gibt es kein Video",
    "zh-CN, present, '\"not_blurred\"', 没有遮挡人脸的视频片段",
    "en-GB, none, null, There is no clip"
  })
  void whyAClipDoesNotPlayIsSaidByItsCode(String language, String state, String reason, String text)
      throws Exception {
    violation("present", null);
    Visitor.browses(
        language,
        page -> {
          page.route(
              "**" + VIOLATION + "/clip",
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(404)
                          .setContentType("application/problem+json")
                          .setBody(
                              "{\"detail\": \"in English\", \"clip_state\": \"%s\", \"clip_reason\": %s}"
                                  .formatted(state, reason))));
          open(page);
          page.locator("#detail-clip video").evaluate("it => void it.play().catch(() => null)");
          assertThat(page.locator("[data-clip]")).hasText(text);
        });
  }

  @Test
  void aClipThatIsAwaitedComesByItself() throws Exception {
    violation("awaited", null);
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          assertThat(page.locator("[data-clip=awaited]")).isVisible();
          violation("present", null);
          page.locator("#detail-clip video")
              .waitFor(new Locator.WaitForOptions().setTimeout(15_000));
        });
  }

  @Test
  void videoAroundAViolationIsPlayedAndWhatIsRecordedIsListed() throws Exception {
    violation("present", null);
    server.answers(
        "/api/v1/cameras/line-1/recordings",
        """
        {"items": [
          {"from": "2026-03-01T12:01:00Z", "to": "2026-03-01T12:02:00Z", "codec": "avc1.64001F", "bytes": 2000000},
          {"from": "2026-03-01T12:00:00Z", "to": "2026-03-01T12:01:00Z", "codec": "avc1.64001F", "bytes": 3000000},
          {"from": "2026-03-01T09:00:00Z", "to": "2026-03-01T09:00:40Z", "codec": "avc1.64001F", "bytes": 1000000}],
         "next_cursor": null}
        """);
    Visitor.browses(
        "en-GB",
        page -> {
          open(page);
          page.locator("#around").click();
          assertThat(page.locator("#footage .spans button")).hasCount(2);
          assertThat(page.locator("#footage .spans button").nth(1)).containsText("5 MB");
          String address =
              String.valueOf(page.locator("#footage a[download]").getAttribute("href"));
          assertThat(address)
              .contains("from=2026-03-01T11%3A59%3A35", "to=2026-03-01T12%3A00%3A37");
          hasNoFault(page);
          page.locator("#footage [data-do=play]").click();
          Locator video = page.locator("#footage video");
          await().until(() -> second(video) > 0.2);
          page.locator("#footage .spans button").first().click();
          assertThat(video)
              .hasAttribute(
                  "src", java.util.regex.Pattern.compile(".*from=2026-03-01T09%3A00%3A00.*"));
        });
  }

  @Test
  void liveVideoPlaysWithTheBoxesOfItsTimeUntilItIsSwitchedOff() throws Exception {
    Instant began = Instant.parse("2026-03-01T12:00:00Z");
    Visitor.browses(
        "en-GB",
        page -> {
          page.routeWebSocket("**/api/v1/live/line-1", ws -> sendJudged(ws, began));
          page.routeWebSocket("**/api/v1/live/line-1/video", ws -> sendVideo(ws, began));
          page.navigate(server.at("live.html"));
          Locator tile = page.locator("[data-camera=line-1]");
          assertThat(tile).hasAttribute("data-shows", "video");
          Locator canvas = tile.locator("canvas");
          await().until(() -> ((Number) canvas.evaluate(SPREAD)).doubleValue() > 40);
          await().until(() -> COMPLIANT.equals(canvas.evaluate(EDGE)));
          Locator video = tile.locator("video");
          await().until(() -> second(video) > 0.5);
          // Near the newest picture: all of it has come at once.
          assertThat(second(video)).isGreaterThan(5);
          page.locator("#video").uncheck();
          assertThat(tile).hasAttribute("data-shows", "pictures");
          page.reload();
          assertThat(page.locator("#video")).not().isChecked();
          assertThat(tile).hasAttribute("data-shows", "pictures");
          assertThat(tile.locator("canvas[data-sequence]")).isVisible();
        });
  }

  @Test
  void whereVideoIsRefusedOrUnknownToTheBrowserPicturesAreShown() throws Exception {
    for (String codec : List.of("refused", "hvc9.unknown")) {
      var asked = new CopyOnWriteArrayList<String>();
      Visitor.browses(
          "en-GB",
          page -> {
            page.routeWebSocket(
                "**/api/v1/live/line-1", ws -> ws.send(JudgedPicture.of(Instant.EPOCH, 1)));
            page.routeWebSocket(
                "**/api/v1/live/line-1/video",
                ws -> {
                  asked.add(codec);
                  if (codec.equals("refused")) {
                    ws.close(new WebSocketRoute.CloseOptions().setCode(4403).setReason("pictures"));
                  } else {
                    ws.send(announcement(codec, Instant.EPOCH));
                  }
                });
            page.navigate(server.at("live.html"));
            Locator tile = page.locator("[data-camera=line-1]");
            assertThat(tile.locator("canvas[data-sequence]")).isVisible();
            assertThat(tile).hasAttribute("data-shows", "pictures");
            assertThat(asked).hasSize(1);
          });
    }
  }

  @Test
  void whereHeadsAreHiddenVideoIsNotEvenAskedFor() throws Exception {
    server.answers(
        "/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\",\"evidence_blurred\":true}");
    var asked = new CopyOnWriteArrayList<String>();
    Visitor.browses(
        "en-GB",
        page -> {
          page.routeWebSocket(
              "**/api/v1/live/line-1", ws -> ws.send(JudgedPicture.of(Instant.EPOCH, 1)));
          page.routeWebSocket("**/api/v1/live/line-1/video", ws -> asked.add("asked"));
          page.navigate(server.at("live.html"));
          assertThat(page.locator("[data-camera=line-1] canvas[data-sequence]")).isVisible();
        });
    assertThat(asked).isEmpty();
  }

  @Test
  void howFramesAreTakenIsSetAndShown() throws Exception {
    Visitor.browses(
        "en-GB",
        page -> {
          page.navigate(server.at("cameras.html"));
          Locator card = page.locator("[data-camera=line-1]");
          assertThat(card).containsText("2.1 Mbit/s");
          assertThat(card).containsText("nothing moved 2");
          assertThat(card).containsText("the stream ended");
          assertThat(card).containsText("capture-1");
          card.locator("[data-do=settings]").click();
          assertThat(page.locator("[name=frames_per_second]")).hasValue("12.5");
          hasNoFault(page);
          page.locator("[name=jpeg_quality]").fill("55");
          page.locator("[name=record_video]").check();
          page.locator("[name=no_substream]").check();
          Request sent =
              page.waitForRequest(
                  it -> it.method().equals("PUT"), () -> page.locator("#settings-save").click());
          assertThat(sent.postData())
              .contains("\"frames_per_second\":12.5", "\"jpeg_quality\":55")
              .contains("\"longest_side\":null", "\"keep_video\":true", "\"record_video\":true")
              .contains("\"source\":null", "\"substream\":\"\"");
          sent =
              page.waitForRequest(
                  it -> it.method().equals("PUT"), () -> card.locator("[data-do=toggle]").click());
          assertThat(sent.postData())
              .contains("\"enabled\":false", "\"frames_per_second\":12.5", "\"jpeg_quality\":70")
              .contains("\"keep_video\":true", "\"record_video\":false")
              .doesNotContain("source", "substream");
        });
  }

  private void violation(String state, @org.jspecify.annotations.Nullable String reason) {
    String json =
        """
        {"id": "%s", "camera_id": "line-1", "timestamp": "2026-03-01T12:00:05Z",
         "closed_at": "2026-03-01T12:00:07Z", "violation_type": "no_hairnet", "track_id": 1, "confidence": 0.9,
         "bbox": {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.5}, "reason": "r", "severity": "medium",
         "timeline": [{"what": "handwash", "at": "2026-03-01T12:00:02Z", "duration_millis": 20000}],
         "status": "pending", "snapshot_state": "missing", "legal_hold": false, "version": 1,
         "clip_state": "%s", "clip_reason": %s,
         "clip_from": "2026-03-01T12:00:00Z", "clip_to": "2026-03-01T12:00:08Z"}
        """
            .formatted(ID, state, reason == null ? "null" : "\"" + reason + "\"");
    server.answers(VIOLATION, json);
    server.answers(
        "/api/v1/records/violations", "{\"items\": [" + json + "], \"next_cursor\": null}");
  }

  private void open(Page page) {
    page.navigate(server.at("records.html"));
    page.locator(".violation .opener").first().click();
    page.locator("#detail[open]").waitFor();
  }

  private static double second(Locator video) {
    return ((Number) video.evaluate("it => it.currentTime")).doubleValue();
  }

  private static void hasNoFault(Page page) {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .filteredOn(it -> FAULTS.contains(it.getImpact()))
        .isEmpty();
  }

  private static void sendVideo(WebSocketRoute socket, Instant from) {
    socket.send(announcement(clip.codec(), from));
    socket.send(clip.init());
    clip.fragments().forEach(socket::send);
  }

  /** Five a second for as long as the clip is. */
  private static void sendJudged(WebSocketRoute socket, Instant from) {
    for (int i = 0; i < 60; i++) {
      socket.send(JudgedPicture.of(from.plusMillis(200L * i), 1));
    }
  }

  private static String announcement(String codec, Instant from) {
    return "{\"codec\":\"%s\",\"width\":160,\"height\":90,\"from\":\"%s\"}".formatted(codec, from);
  }

  private static String camera() {
    return """
    {"camera_id": "line-1", "name": "Line 1", "enabled": true, "at": "2026-03-01T12:00:00Z", "state": "online",
     "source_kind": "live", "fps": 10.0, "captured": 9, "published": 7, "dropped": {"still": 2}, "reason": null,
     "labels": [], "zones": [], "required_steps": [], "minimum_wash_millis": 20000,
     "step_window_millis": 3600000, "save_strategy": null, "save_interval": null, "has_source": true,
     "has_substream": true, "frames_per_second": 12.5, "still_frames_per_second": 0.2, "jpeg_quality": 70,
     "longest_side": null, "keep_video": true, "record_video": false, "clock_skew_millis": null,
     "bits_per_second": 2100000, "last_error": "the stream ended", "last_error_at": "2026-03-01T11:00:00Z",
     "instance": "capture-1"}\
    """;
  }
}
