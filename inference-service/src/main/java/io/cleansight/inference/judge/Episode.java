package io.cleansight.inference.judge;

import io.cleansight.inference.track.Region;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person breaking one rule.
 *
 * @param frame the frame that opened it
 * @param reason in words and numbers
 * @param closedAt when it was last seen to go on; null while it does
 */
record Episode(
    UUID violationId,
    String type,
    long trackId,
    FrameRef frame,
    double confidence,
    Region region,
    String reason,
    @Nullable Instant closedAt) {

  Episode closed(Instant at) {
    return new Episode(violationId, type, trackId, frame, confidence, region, reason, at);
  }
}
