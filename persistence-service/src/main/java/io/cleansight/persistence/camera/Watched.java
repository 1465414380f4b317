package io.cleansight.persistence.camera;

import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.CameraHealth;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A camera's last state, from which the next tells how long it could see: a live camera that was
 * online has been so until the next state, if that came soon.
 *
 * @param generation of the run that said so; 0: of none
 */
record Watched(Instant at, boolean seeing, long generation) {
  /** Three heartbeats; a longer silence says nothing of what was seen in it. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  static Watched of(CameraHealth health, Instant at, Optional<Watched> last) {
    return new Watched(
        at,
        CameraStatus.ONLINE.is(health.getState()) && SourceKind.LIVE.is(health.getSourceKind()),
        Math.max(health.getGeneration(), last.map(Watched::generation).orElse(0L)));
  }

  /**
   * Whether a state is news: neither a repeat, nor of a run that a later one has replaced. A camera
   * that is switched off has no run, and says so all the same.
   */
  static boolean isNews(Optional<Watched> last, CameraHealth health, Instant at) {
    long generation = health.getGeneration();
    return last.map(it -> at.isAfter(it.at()) && (generation == 0 || generation >= it.generation()))
        .orElse(true);
  }

  /** Adds the time since this state to the hours in which the camera could see. */
  void until(String camera, Instant next, RollupBatch batch) {
    boolean soon = !at.plus(LONGEST_SILENCE).isBefore(next);
    if (seeing && soon) {
      batch.addSeconds(camera, at, next, Measure.SEEN_SECONDS);
    }
  }
}
