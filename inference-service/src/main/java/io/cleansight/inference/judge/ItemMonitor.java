package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.track.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches one item (PPE) that one person should wear: the verdicts of the last seconds, and the
 * episode if one is open. An episode opens when enough verdicts over enough time agree, and closes
 * once the last violating one is long enough ago. A value.
 *
 * @param item what should be worn
 * @param samples what is known of the last seconds, oldest first; unknown ones are not kept
 * @param lastViolating time of the last violating sample, null if there was none
 */
record ItemMonitor(
    String item, List<Sample> samples, @Nullable Instant lastViolating, @Nullable Episode open) {
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration SUSTAINED = Duration.ofSeconds(1);
  private static final Duration TOLERANCE = Duration.ofSeconds(10);
  private static final int FEWEST_SAMPLES = 3;
  private static final double SHARE = 0.6;

  /** At few frames per second the window holds this many, or nothing would ever be sustained. */
  private static final int FRAMES_IN_WINDOW = 6;

  private static final int MOST_SAMPLES = 200;

  ItemMonitor {
    samples = List.copyOf(samples);
    if (open != null && lastViolating == null) {
      throw new IllegalArgumentException("an episode without a violating sample: " + open);
    }
  }

  /** One frame with a verdict that is not unknown. */
  record Sample(Instant at, boolean violating, float score) {}

  static ItemMonitor over(String item) {
    return new ItemMonitor(item, List.of(), null, null);
  }

  /** Whose verdict it is: the person's track and visit, and the types of zones that they are in. */
  record Whom(long trackId, List<String> zones, int pixelsPerFrameHeight, Visit visit) {}

  /**
   * Takes what one frame shows of the person.
   *
   * @param interval time between frames, as it has been of late
   */
  ItemMonitor see(FrameRef frame, Observation person, Duration interval, Whom whom) {
    ComplianceVerdict verdict = ItemVerdict.of(item, person);
    Detection detection = ItemVerdict.detection(item, person).orElse(null);
    if (verdict == ComplianceVerdict.UNKNOWN || detection == null) {
      return this;
    }
    boolean violating = verdict == ComplianceVerdict.VIOLATING;
    List<Sample> recent =
        recent(new Sample(frame.at(), violating, (float) detection.score()), interval);
    Instant nowLastViolating = violating ? frame.at() : lastViolating;
    Episode episode =
        open == null && violating ? opening(frame, detection, person, recent, whom) : open;
    return new ItemMonitor(item, recent, nowLastViolating, episode);
  }

  /**
   * Whether an open episode is over though the person is still there: the last violating sample is
   * long ago and others have shown the contrary since. Unknown ones end nothing.
   */
  boolean isOver(Instant now) {
    if (open == null) {
      return false;
    }
    Instant since = Objects.requireNonNull(lastViolating);
    long contrary =
        samples.stream()
            .filter(sample -> !sample.violating() && sample.at().isAfter(since))
            .count();
    return contrary >= FEWEST_SAMPLES && since.plus(TOLERANCE).isBefore(now);
  }

  /** The open episode as it ended. */
  Episode closing() {
    if (open == null) {
      throw new IllegalStateException(item + " has no open episode");
    }
    return open.closed(Objects.requireNonNull(lastViolating));
  }

  ItemMonitor withoutEpisode() {
    return new ItemMonitor(item, List.of(), null, null);
  }

  private List<Sample> recent(Sample newest, Duration interval) {
    Duration byFrames = interval.multipliedBy(FRAMES_IN_WINDOW);
    Instant from = newest.at().minus(byFrames.compareTo(WINDOW) > 0 ? byFrames : WINDOW);
    var recent = new ArrayList<Sample>();
    samples.stream()
        .skip(Math.max(0, samples.size() + 1 - MOST_SAMPLES))
        .filter(sample -> !sample.at().isBefore(from))
        .forEach(recent::add);
    recent.add(newest);
    return recent;
  }

  private @Nullable Episode opening(
      FrameRef frame, Detection detection, Observation person, List<Sample> recent, Whom whom) {
    Grounds grounds = Grounds.of(recent, frame.at());
    if (!grounds.areEnough()) {
      return null;
    }
    long pixels = Math.round(detection.box().height() * whom.pixelsPerFrameHeight);
    var opening = new Opening(frame, whom.trackId, person.box(), whom.zones, whom.visit);
    return Episode.open(
        ItemVerdict.without(item),
        opening,
        grounds.meanScore(),
        grounds.reason(item, pixels),
        List.of());
  }

  /**
   * What recent samples say against a person.
   *
   * @param violating those that do, oldest first
   * @param samples how many there are in all
   * @param span since the first that does
   */
  private record Grounds(List<Sample> violating, int samples, Duration span) {

    /** Of samples of which the newest is violating. */
    static Grounds of(List<Sample> recent, Instant now) {
      List<Sample> violating = recent.stream().filter(Sample::violating).toList();
      return new Grounds(
          violating, recent.size(), Duration.between(violating.getFirst().at(), now));
    }

    boolean areEnough() {
      return violating.size() >= FEWEST_SAMPLES
          && span.compareTo(SUSTAINED) >= 0
          && violating.size() >= SHARE * samples;
    }

    double meanScore() {
      return violating.stream().mapToDouble(Sample::score).average().orElseThrow();
    }

    /** So many pixels high is what the newest sample shows. */
    Statement reason(String item, long pixels) {
      return Statement.of(ViolationReason.WITHOUT_ITEM, words(item, pixels))
          .with("violation_type", ItemVerdict.without(item))
          .with("frames", violating.size())
          .with("of_frames", samples)
          .with("seconds", seconds(), 1)
          .with("score", meanScore(), 2)
          .with("pixels", pixels);
    }

    private double seconds() {
      return span.toMillis() / 1000.0;
    }

    private String words(String item, long pixels) {
      return String.format(
          Locale.ROOT,
          "%s in %d of %d frames over %.1f s, mean score %.2f, %s %d px",
          ItemVerdict.without(item),
          violating.size(),
          samples,
          seconds(),
          meanScore(),
          item.equals("hairnet") ? "head" : item,
          pixels);
    }
  }
}
