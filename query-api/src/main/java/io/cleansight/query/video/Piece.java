package io.cleansight.query.video;

import java.time.Instant;

/**
 * A fragment of a camera's video that is still there.
 *
 * @param to when its last picture ends
 * @param keyFrame whether it can be decoded without what comes before
 */
record Piece(Run run, long sequence, Instant from, Instant to, boolean keyFrame, Place place) {

  /**
   * What makes one video.
   *
   * @param opening of the source in that run; times go on within one alone
   * @param initSha256 of the init data, hexadecimal
   */
  record Run(Instant epoch, long generation, int opening, String initSha256) {}

  /** Where its bytes are. */
  sealed interface Place {}

  /**
   * @param init bytes of the init data, with which the file begins
   */
  record InFile(String store, String path, int init, long offset, int bytes) implements Place {}

  record InTopic(int partition, long offset) implements Place {}

  /** Whether it follows on that one without a gap. */
  boolean follows(Piece other) {
    return run.equals(other.run) && sequence == other.sequence + 1;
  }
}
