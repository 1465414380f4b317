package io.cleansight.video.ffmpeg;

import java.time.Duration;
import java.util.function.Predicate;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Which packets of a video are decoded: only key frames, if they come at least as often as pictures
 * are wanted. It follows from what is in the video alone, whatever our speed.
 */
@NotThreadSafe
final class Schedule {
  private static final Duration GRACE = Duration.ofMillis(1);

  private @Nullable Duration lastKey;

  /** Longest of the last intervals of key frames; null: unknown. */
  private @Nullable Duration interval;

  private @Nullable Duration intervalBefore;
  private boolean keyFramesOnly;

  /** What is done with a packet. */
  enum Verdict {
    DECODE,
    /** And nothing after it, for now: its picture comes out at once. */
    DECODE_ALONE,
    SKIP
  }

  /** Whether what is between key frames is skipped. */
  boolean keyFramesOnly() {
    return keyFramesOnly;
  }

  /**
   * The verdict on the next packet.
   *
   * @param at null: it does not say
   * @param rate wanted pictures per second; null: all
   * @param due whether a picture of that time is wanted
   */
  Verdict of(boolean key, @Nullable Duration at, @Nullable Double rate, Predicate<Duration> due) {
    if (!key) {
      return keyFramesOnly ? Verdict.SKIP : Verdict.DECODE;
    }
    observe(at);
    boolean often = at != null && rate != null && areOften(rate);
    if (!often || at == null) {
      keyFramesOnly = false;
      return Verdict.DECODE;
    }
    if (!keyFramesOnly) {
      keyFramesOnly = true;
      return Verdict.DECODE_ALONE; // with what the decoder still holds
    }
    return due.test(at) ? Verdict.DECODE_ALONE : Verdict.SKIP;
  }

  private void observe(@Nullable Duration at) {
    if (at == null || lastKey == null || at.compareTo(lastKey) <= 0) {
      interval = null;
      intervalBefore = null;
    } else {
      intervalBefore = interval;
      interval = at.minus(lastKey);
    }
    lastKey = at;
  }

  private boolean areOften(double rate) {
    Duration wanted = Duration.ofNanos(Math.round(1e9 / rate)).plus(GRACE);
    return interval != null
        && interval.compareTo(wanted) <= 0
        && (intervalBefore == null || intervalBefore.compareTo(wanted) <= 0);
  }
}
