package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Clips of violations, as the record keeps them and a person plays them. */
final class Clips {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double TOLERANCE_SECONDS = 1.5;

  private final Launched line;
  private final Path screenshots;

  Clips(Launched line, Path screenshots) {
    this.line = line;
    this.screenshots = screenshots;
  }

  /** Each violation of the camera has one clip, made or said why not, and most show all. */
  void areThereOnceEach(String camera) throws SQLException {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> states = states(camera);
              assertThat(states).isNotEmpty().doesNotContain("none", "awaited");
            });
    assertThat(states(camera)).as("clips of %s", camera).isSubsetOf("present", "partial");
  }

  /** One plays: its frames advance, it is as long as it says, and the violation is in it. */
  void playInTheBrowser(String camera) throws Exception {
    JsonNode violation = withClip(camera);
    Instant from = instant(violation, "clip_from");
    Instant to = instant(violation, "clip_to");
    assertThat(instant(violation, "timestamp")).isBetween(from, to);
    String id = violation.get("id").asString();
    Visitor.visits(line, "en-GB", page -> play(page, camera, id, Duration.between(from, to)));
  }

  private void play(Page page, String camera, String violation, Duration length) {
    page.navigate(line.address() + "/records.html");
    page.locator("select[name=camera_id]").selectOption(camera);
    page.locator(".violation[data-id='" + violation + "']").click();
    Locator video = page.locator("#detail-clip video");
    video.waitFor();
    video.evaluate("it => { it.muted = true; return it.play(); }");
    page.waitForCondition(
        () ->
            (boolean)
                video.evaluate(
                    "it => it.currentTime > 1 && it.getVideoPlaybackQuality().totalVideoFrames > 5"),
        new Page.WaitForConditionOptions().setTimeout(60_000));
    assertThat(((Number) video.evaluate("it => it.duration")).doubleValue())
        .isCloseTo(length.toMillis() / 1000.0, within(TOLERANCE_SECONDS));
    page.screenshot(new Page.ScreenshotOptions().setPath(screenshots.resolve("clip.png")));
  }

  /** The newest violation of the camera. */
  private JsonNode withClip(String camera) throws Exception {
    JsonNode newest =
        line.get("/api/v1/records/violations?page_size=1&camera_id=" + camera).get("items").get(0);
    assertThat(newest.get("clip_state").asString()).isIn("present", "partial");
    return newest;
  }

  private static Instant instant(JsonNode violation, String name) {
    return OffsetDateTime.parse(violation.get(name).asString()).toInstant();
  }

  private List<String> states(String camera) throws SQLException {
    var states = new ArrayList<String>();
    try (Connection database = line.database();
        var statement =
            database.prepareStatement(
                """
                SELECT coalesce(c.state, 'none') FROM violation_events v
                LEFT JOIN violation_clips c ON c.violation_id = v.id WHERE v.camera_id = ?""")) {
      statement.setString(1, camera);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        states.add(rows.getString(1));
      }
    }
    return states;
  }
}
