package io.cleansight.persistence.clip;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A clip that is to be made, by whoever has been given it, for a time.
 *
 * @param appendedAt when the violation lay in its topic
 * @param attempts how often it was given to somebody; says whose turn it is
 * @param path where it is kept, in which store
 * @param createdAt since when it is awaited
 */
record DueClip(
    UUID violationId,
    String cameraId,
    OffsetDateTime fromAt,
    OffsetDateTime openedAt,
    OffsetDateTime toAt,
    OffsetDateTime appendedAt,
    OffsetDateTime createdAt,
    int attempts,
    String store,
    String path,
    String blurredPath) {

  ClipWindow window() {
    return new ClipWindow(fromAt.toInstant(), openedAt.toInstant(), toAt.toInstant());
  }

  Instant appended() {
    return appendedAt.toInstant();
  }

  Instant created() {
    return createdAt.toInstant();
  }
}
