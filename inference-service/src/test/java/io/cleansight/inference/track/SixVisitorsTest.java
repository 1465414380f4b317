package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Six people visit one after the other, as a detector saw them once a second: six tracks, one for
 * each visit.
 */
class SixVisitorsTest {
  private static final Path SHARED = Path.of("../../shared");
  private static final String CLIP = "one-by-one-person-detection";
  private static final double WIDTH = 768;
  private static final double HEIGHT = 432;
  private static final int FRAMES_PER_SECOND = 10;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void sixPeopleAreSixTracks() throws Exception {
    Path golden = SHARED.resolve("golden/video/" + CLIP + ".yolox_nano.json");
    Path truth = SHARED.resolve("videos/" + CLIP + ".truth.json");
    assumeTrue(Files.exists(golden), () -> "SKIPPED: no " + golden + " beside this checkout");
    var json = new JsonMapper();
    var tracks = Tracks.NONE;
    var confirmed = new ArrayList<Long>();
    var seenIn = new ArrayList<Integer>();
    for (JsonNode frame : json.readTree(Files.readString(golden)).get("frames")) {
      int number = frame.get("frame").asInt();
      var seen = new ArrayList<Detection>();
      frame.get("detections").forEach(it -> seen.add(person(it)));
      Instant at = START.plusMillis(number * 1000L / FRAMES_PER_SECOND);
      Tracks.Step step = tracks.follow(at, Bodies.of(seen, true));
      tracks = step.next();
      step.sighted().stream()
          .filter(it -> it.track().confirmed())
          .forEach(
              it -> {
                confirmed.add(it.track().id());
                seenIn.add(number);
              });
    }
    assertThat(new TreeSet<>(confirmed)).hasSize(6);
    for (JsonNode visit : json.readTree(Files.readString(truth)).get("visits")) {
      int first = visit.get("first_frame").asInt() - visit.get("tolerance_frames").asInt();
      int last = visit.get("last_frame").asInt() + visit.get("tolerance_frames").asInt();
      List<Long> inVisit = new ArrayList<>();
      for (int i = 0; i < confirmed.size(); i++) {
        if (seenIn.get(i) >= first && seenIn.get(i) <= last) {
          inVisit.add(confirmed.get(i));
        }
      }
      assertThat(new TreeSet<>(inVisit)).hasSize(1);
    }
  }

  private static Detection person(JsonNode detection) {
    JsonNode corners = detection.get("bbox");
    var box =
        Box.ofCorners(
            corners.get(0).asDouble() / WIDTH,
            corners.get(1).asDouble() / HEIGHT,
            corners.get(2).asDouble() / WIDTH,
            corners.get(3).asDouble() / HEIGHT);
    return new Detection("person", detection.get("score").asDouble(), box);
  }
}
