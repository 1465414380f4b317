package io.cleansight.persistence.review;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.Review;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a decision a target takes. */
record ReviewChange(
    UUID commandId,
    UUID targetId,
    String toStatus,
    String handledBy,
    @Nullable String notes,
    OffsetDateTime decidedAt,
    @Nullable String reason,
    @Nullable String assignee,
    @Nullable Boolean legalHold,
    @Nullable Integer expectedVersion,
    OffsetDateTime appendedAt,
    String target) {

  static ReviewChange of(ReviewStore.Placed placed) {
    Review review = placed.review();
    return new ReviewChange(
        review.getCommandId(),
        review.getTargetId(),
        review.getStatus(),
        review.getHandledBy(),
        review.getNotes(),
        review.getDecidedAt().atOffset(UTC),
        review.getReason(),
        review.getAssignee(),
        review.getLegalHold(),
        review.getExpectedVersion(),
        placed.appended().atOffset(UTC),
        review.getTarget());
  }

  /** What comes of it where the target has that version. */
  String outcome(int version) {
    return expectedVersion == null || expectedVersion == version
        ? ReviewStore.APPLIED
        : "stale_version";
  }
}
