package io.cleansight.inference.judge;

import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Trait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The case of one thing that one person should wear: the evidence of the last seconds, and the
 * episode if one is open. An episode opens when enough looks over enough time agree, and closes
 * after the last bare look is long enough ago. A value.
 *
 * @param item what should be worn
 * @param looks what is known of the last seconds, oldest first; looks that say nothing are not kept
 * @param lastBare time of the last violating look, null if there was none
 */
record Watch(String item, List<Look> looks, @Nullable Instant lastBare, @Nullable Episode open) {
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration SUSTAINED = Duration.ofSeconds(1);
  private static final Duration TOLERANCE = Duration.ofSeconds(10);
  private static final int FEWEST_LOOKS = 3;
  private static final double SHARE = 0.6;

  /** At few frames per second the window holds this many, or nothing would ever be sustained. */
  private static final int FRAMES_IN_WINDOW = 6;

  private static final int MOST_LOOKS = 200;

  Watch {
    looks = List.copyOf(looks);
    if (open != null && lastBare == null) {
      throw new IllegalArgumentException("an episode without a violating look: " + open);
    }
  }

  /** One look with an outcome. */
  record Look(Instant at, boolean bare, float score) {}

  static Watch over(String item) {
    return new Watch(item, List.of(), null, null);
  }

  /** Who is looked at: the person's track, and the types of zones that they are in. */
  record Whom(long trackId, List<String> zones, int pixelsPerFrameHeight) {}

  /**
   * Takes what one frame shows of the person.
   *
   * @param interval time between frames, as it has been of late
   */
  Watch see(FrameRef frame, Observation person, Duration interval, Whom whom) {
    Finding finding = Finding.of(item, person);
    Trait look = Finding.look(item, person).orElse(null);
    if (finding == Finding.UNKNOWN || look == null) {
      return this;
    }
    boolean bare = finding == Finding.VIOLATING;
    List<Look> recent = recent(new Look(frame.at(), bare, (float) look.score()), interval);
    Instant nowLastBare = bare ? frame.at() : lastBare;
    Episode episode = open == null && bare ? opening(frame, look, person, recent, whom) : open;
    return new Watch(item, recent, nowLastBare, episode);
  }

  /**
   * Whether an open episode is over though the person is still there: the last such look is long
   * ago and others have shown the contrary since. Looks that say nothing end nothing.
   */
  boolean isOver(Instant now) {
    if (open == null) {
      return false;
    }
    Instant since = Objects.requireNonNull(lastBare);
    long contrary = looks.stream().filter(look -> !look.bare() && look.at().isAfter(since)).count();
    return contrary >= FEWEST_LOOKS && since.plus(TOLERANCE).isBefore(now);
  }

  /** The open episode as it ended. */
  Episode closing() {
    if (open == null) {
      throw new IllegalStateException(item + " has no open episode");
    }
    return open.closed(Objects.requireNonNull(lastBare));
  }

  Watch withoutEpisode() {
    return new Watch(item, List.of(), null, null);
  }

  private List<Look> recent(Look newest, Duration interval) {
    Duration byFrames = interval.multipliedBy(FRAMES_IN_WINDOW);
    Instant from = newest.at().minus(byFrames.compareTo(WINDOW) > 0 ? byFrames : WINDOW);
    var recent = new ArrayList<Look>();
    looks.stream()
        .skip(Math.max(0, looks.size() + 1 - MOST_LOOKS))
        .filter(look -> !look.at().isBefore(from))
        .forEach(recent::add);
    recent.add(newest);
    return recent;
  }

  private @Nullable Episode opening(
      FrameRef frame, Trait look, Observation person, List<Look> recent, Whom whom) {
    List<Look> bare = recent.stream().filter(Look::bare).toList();
    Duration span = Duration.between(bare.getFirst().at(), frame.at());
    boolean enough =
        bare.size() >= FEWEST_LOOKS
            && span.compareTo(SUSTAINED) >= 0
            && bare.size() >= SHARE * recent.size();
    if (!enough) {
      return null;
    }
    double meanScore = bare.stream().mapToDouble(Look::score).average().orElseThrow();
    String reason =
        String.format(
            Locale.ROOT,
            "%s in %d of %d frames over %.1f s, mean score %.2f, %s %d px",
            Finding.without(item),
            bare.size(),
            recent.size(),
            span.toMillis() / 1000.0,
            meanScore,
            item.equals("hairnet") ? "head" : item,
            Math.round(look.region().height() * whom.pixelsPerFrameHeight));
    var opening = new Opening(frame, whom.trackId, person.region(), whom.zones);
    return Episode.open(Finding.without(item), opening, meanScore, reason, List.of());
  }
}
