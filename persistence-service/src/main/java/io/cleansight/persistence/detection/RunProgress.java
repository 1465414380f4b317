package io.cleansight.persistence.detection;

import java.util.SortedMap;
import java.util.TreeMap;
import net.jcip.annotations.NotThreadSafe;

/** How far each run of a batch is counted. For one thread, within one transaction. */
@NotThreadSafe
final class RunProgress {
  private final SortedMap<Run, Long> sequences;

  RunProgress(SortedMap<Run, Long> sequences) {
    this.sequences = new TreeMap<>(sequences);
  }

  /**
   * Moves the run on; false if that sequence was counted before, as every one is that is not
   * higher.
   */
  boolean moveTo(Run run, long sequence) {
    Long counted = sequences.get(run);
    if (counted != null && sequence <= counted) {
      return false;
    }
    sequences.put(run, sequence);
    return true;
  }

  SortedMap<Run, Long> sequences() {
    return sequences;
  }
}
