package io.cleansight.persistence.detection;

import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.event.Activity;
import io.cleansight.event.SkippedFrames;
import java.time.Instant;
import java.util.Comparator;

/**
 * A camera's run, and what became of frames of it. Frames of one run and outcome come in the order
 * of their sequence. Ordered, so that every transaction touches runs in the same order.
 *
 * @param outcome {@link #JUDGED}, or why they were skipped
 */
record Run(String cameraId, Instant epoch, String outcome) implements Comparable<Run> {
  static final String JUDGED = "judged";

  private static final Comparator<Run> ORDER =
      Comparator.comparing(Run::cameraId).thenComparing(Run::epoch).thenComparing(Run::outcome);

  static Run of(Activity frame) {
    return new Run(frame.getCameraId(), frame.getEpoch(), JUDGED);
  }

  static Run of(SkippedFrames skipped) {
    return new Run(
        skipped.getCameraId(),
        skipped.getEpoch(),
        SkipReason.OUTDATED.is(skipped.getReason())
            ? SkipReason.OUTDATED.word()
            : SkipReason.STALE.word());
  }

  @Override
  public int compareTo(Run other) {
    return ORDER.compare(this, other);
  }
}
