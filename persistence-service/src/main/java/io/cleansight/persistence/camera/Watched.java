package io.cleansight.persistence.camera;

import io.cleansight.contracts.Words;
import io.cleansight.event.CameraHealth;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A camera's last word, from which the next tells how long it could see: a live camera that was
 * online has been so until the next word, if that came soon.
 */
record Watched(Instant at, boolean seeing) {
  /** Three heartbeats; a longer silence says nothing of what was seen in it. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  static Watched of(CameraHealth health) {
    return new Watched(
        health.getAt(),
        health.getState().equals("online") && health.getSourceKind().equals(Words.LIVE));
  }

  /** Whether the word is news, and not a repeat. */
  static boolean isNews(Optional<Watched> last, CameraHealth health) {
    return last.map(it -> health.getAt().isAfter(it.at())).orElse(true);
  }

  /** Adds the time since this word to the hours in which the camera could see. */
  void until(CameraHealth next, Tally tally) {
    boolean soon = !at.plus(LONGEST_SILENCE).isBefore(next.getAt());
    if (seeing && soon) {
      tally.addSeconds(next.getCameraId(), at, next.getAt(), Measure.SEEN_SECONDS);
    }
  }
}
