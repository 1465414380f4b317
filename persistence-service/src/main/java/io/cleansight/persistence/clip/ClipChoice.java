package io.cleansight.persistence.clip;

import io.cleansight.contracts.vocabulary.video.ClipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which fragments become a clip: the longest stretch without a gap that shows the opening, of the
 * latest run that does, from the key frame before the clip is to begin.
 *
 * @param fragments in order; none: there is no video
 * @param reason what is wrong with the clip; null: it shows all that it should
 */
record ClipChoice(List<Fragment> fragments, @Nullable ClipReason reason) {
  /** Nobody misses so much at an end. */
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  ClipChoice {
    fragments = List.copyOf(fragments);
  }

  /**
   * @param most bytes in all
   */
  static ClipChoice of(List<Fragment> found, ClipWindow window, long most) {
    return stretches(found).stream()
        .map(it -> within(it, window))
        .filter(it -> !it.isEmpty())
        .max(
            Comparator.<List<Fragment>, Boolean>comparing(it -> shows(it, window.opened()))
                .thenComparingLong(it -> shows(it, window.opened()) ? generation(it) : 0L)
                .thenComparing(ClipChoice::length))
        .map(it -> judged(it, window, most))
        .orElseGet(() -> new ClipChoice(List.of(), ClipReason.NO_VIDEO));
  }

  /** When its first picture was captured. */
  Instant first() {
    return fragments.getFirst().first();
  }

  Instant last() {
    return fragments.getLast().last();
  }

  private static List<List<Fragment>> stretches(List<Fragment> found) {
    var stretches = new ArrayList<List<Fragment>>();
    List<Fragment> sorted =
        found.stream()
            .sorted(
                Comparator.<Fragment>comparingLong(it -> it.run().generation())
                    .thenComparing(it -> it.run().epoch())
                    .thenComparing(it -> it.run().codec())
                    .thenComparingLong(Fragment::sequence))
            .toList();
    @Nullable Fragment before = null;
    for (Fragment it : sorted) {
      boolean again =
          before != null && before.run().equals(it.run()) && before.sequence() == it.sequence();
      if (again) {
        continue;
      }
      if (before == null || !before.isFollowedBy(it)) {
        stretches.add(new ArrayList<>());
      }
      stretches.getLast().add(it);
      before = it;
    }
    return stretches;
  }

  /** From the last key frame before the window, or the first in it, to its end. */
  private static List<Fragment> within(List<Fragment> stretch, ClipWindow window) {
    int begin = -1;
    int end = 0;
    for (int i = 0; i < stretch.size(); i++) {
      Fragment it = stretch.get(i);
      boolean inTime = !it.first().isAfter(window.from());
      if (it.keyFrame() && (begin < 0 || inTime)) {
        begin = i;
      }
      if (it.first().isBefore(window.to())) {
        end = i + 1;
      }
    }
    boolean any = begin >= 0 && begin < end && stretch.get(end - 1).last().isAfter(window.from());
    return any ? stretch.subList(begin, end) : List.of();
  }

  private static ClipChoice judged(List<Fragment> stretch, ClipWindow window, long most) {
    List<Fragment> kept = cut(stretch, most);
    Optional<ClipReason> cut =
        kept.size() < stretch.size() ? Optional.of(ClipReason.TOO_LARGE) : Optional.empty();
    if (kept.isEmpty()) {
      return new ClipChoice(kept, ClipReason.TOO_LARGE);
    }
    return new ClipChoice(
        kept,
        shows(kept, window.opened()) ? cut.orElse(ends(kept, window)) : ClipReason.OPENING_MISSING);
  }

  private static List<Fragment> cut(List<Fragment> stretch, long most) {
    long bytes = 0;
    int kept = 0;
    while (kept < stretch.size() && bytes + stretch.get(kept).size() <= most) {
      bytes += stretch.get(kept).size();
      kept++;
    }
    return stretch.subList(0, kept);
  }

  private static @Nullable ClipReason ends(List<Fragment> kept, ClipWindow window) {
    boolean begins = !kept.getFirst().first().isAfter(window.from().plus(TOLERANCE));
    boolean ends = !kept.getLast().last().isBefore(window.to().minus(TOLERANCE));
    if (!begins && !ends) {
      return ClipReason.BOTH_ENDS_MISSING;
    }
    return begins ? (ends ? null : ClipReason.END_MISSING) : ClipReason.BEGINNING_MISSING;
  }

  private static boolean shows(List<Fragment> stretch, Instant moment) {
    return !stretch.getFirst().first().isAfter(moment) && stretch.getLast().last().isAfter(moment);
  }

  private static long generation(List<Fragment> stretch) {
    return stretch.getFirst().run().generation();
  }

  private static Duration length(List<Fragment> stretch) {
    return Duration.between(stretch.getFirst().first(), stretch.getLast().last());
  }
}
