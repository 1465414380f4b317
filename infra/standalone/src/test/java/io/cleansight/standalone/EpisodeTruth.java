package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Episodes of bare heads by a clip's labels: boxes of following frames that are one head, at least
 * as many as an episode needs to open. Who is who is not labelled, so heads are linked by place.
 */
final class EpisodeTruth {
  private static final int LONGEST_GAP = 5;
  private static final int FEWEST_FRAMES = 6;
  private static final double REACH = 2;

  /** A bare head in a frame; centre and size as fractions. */
  record Head(int frame, double x, double y, double width, double height) {
    boolean near(Head other) {
      return Math.abs(frame - other.frame) <= LONGEST_GAP
          && Math.hypot((x - other.x) / width, (y - other.y) / height) <= REACH;
    }
  }

  private final List<List<Head>> episodes = new ArrayList<>();

  private EpisodeTruth() {}

  static EpisodeTruth read(Path labels) throws IOException {
    JsonNode clip = new JsonMapper().readTree(Files.readString(labels));
    double width = clip.get("width").asDouble();
    double height = clip.get("height").asDouble();
    var truth = new EpisodeTruth();
    for (JsonNode frame : clip.get("frames")) {
      for (JsonNode object : frame.get("objects")) {
        if (object.get("class").asString().equals("no_hairnet")) {
          JsonNode box = object.get("bbox");
          double left = box.get(0).asDouble() / width;
          double top = box.get(1).asDouble() / height;
          double right = box.get(2).asDouble() / width;
          double bottom = box.get(3).asDouble() / height;
          truth.add(
              new Head(
                  frame.get("frame").asInt(),
                  (left + right) / 2,
                  (top + bottom) / 2,
                  right - left,
                  bottom - top));
        }
      }
    }
    return truth;
  }

  /**
   * Violations against labels.
   *
   * @param right of the violations, those whose head is in a labelled episode, at that time and
   *     place
   * @param wanted labelled episodes that are long enough to be found
   */
  record Score(String clip, int violations, long right, int wanted, long found) {
    double precision() {
      return violations == 0 ? 1 : (double) right / violations;
    }

    double recall() {
      return wanted == 0 ? 1 : (double) found / wanted;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %d violations, %d of them right (precision %.2f); %d episodes labelled, %d of them found (recall %.2f)",
          clip,
          violations,
          right,
          precision(),
          wanted,
          found,
          recall());
    }
  }

  /** What was found against what is true. */
  Score score(String clip, List<Head> violations) {
    List<List<Head>> wanted =
        episodes.stream().filter(episode -> episode.size() >= FEWEST_FRAMES).toList();
    long right =
        violations.stream()
            .filter(found -> episodes.stream().anyMatch(it -> holds(it, found)))
            .count();
    long found =
        wanted.stream().filter(it -> violations.stream().anyMatch(head -> holds(it, head))).count();
    return new Score(clip, violations.size(), right, wanted.size(), found);
  }

  private void add(Head head) {
    Optional<List<Head>> known =
        episodes.stream()
            .filter(
                episode -> episode.getLast().frame() < head.frame() && episode.getLast().near(head))
            .findFirst();
    known
        .orElseGet(
            () -> {
              var begun = new ArrayList<Head>();
              episodes.add(begun);
              return begun;
            })
        .add(head);
  }

  private static boolean holds(List<Head> episode, Head head) {
    return episode.stream().anyMatch(it -> it.near(head));
  }
}
