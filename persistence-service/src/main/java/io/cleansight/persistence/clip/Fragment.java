package io.cleansight.persistence.clip;

import io.cleansight.event.Segment;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A piece of a camera's video.
 *
 * @param run which one it is a piece of: those of one follow on each other by sequence
 * @param first when its first picture was captured
 * @param last when its last picture ends
 * @param appended when Kafka had it
 */
record Fragment(
    Run run,
    long sequence,
    Instant first,
    Instant last,
    boolean keyFrame,
    ByteBuffer init,
    ByteBuffer bytes,
    Instant appended) {

  /**
   * @param generation of the camera's runs the latest has the highest
   * @param opening of the source in that run; times go on within one alone
   */
  record Run(long generation, Instant epoch, int opening, String codec) {}

  static Fragment of(Segment segment, Instant appended) {
    return new Fragment(
        new Run(
            segment.getGeneration(), segment.getEpoch(), segment.getOpening(), segment.getCodec()),
        segment.getSequence(),
        segment.getFirstCapturedAt(),
        segment.getLastCapturedAt(),
        segment.getKeyFrame(),
        segment.getInit(),
        segment.getFragment(),
        appended);
  }

  int size() {
    return bytes.remaining();
  }

  /** Whether that one can be played right after it. */
  boolean isFollowedBy(Fragment next) {
    return run.equals(next.run)
        && sequence + 1 == next.sequence
        && init.equals(next.init)
        && !next.first.isBefore(first);
  }

  static byte[] copy(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
