package io.cleansight.persistence.detection;

import io.cleansight.event.Activity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera stands: the last of its frames that is written, and what it has chosen to keep.
 *
 * @param epoch null before its first frame
 */
record Standing(@Nullable Instant epoch, long sequence, Choice choice) {
  static final Standing UNKNOWN = new Standing(null, -1, new Choice(null, null));

  /** What a camera says of its records; null: nothing. */
  record Choice(@Nullable String strategy, @Nullable Integer interval) {}

  /** Whether the frame comes after the last that is written, as every frame does but a repeat. */
  boolean isBefore(Activity frame) {
    if (epoch == null || frame.getEpoch().isAfter(epoch)) {
      return true;
    }
    return frame.getEpoch().equals(epoch) && frame.getSequence() > sequence;
  }

  Standing after(Activity frame) {
    return new Standing(frame.getEpoch(), frame.getSequence(), choice);
  }
}
