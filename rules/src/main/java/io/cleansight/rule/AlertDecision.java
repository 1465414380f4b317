package io.cleansight.rule;

import io.cleansight.contracts.Words;
import io.cleansight.event.Review;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person decided about an alert: to have seen it, or that it is over. */
public record AlertDecision(
    UUID alertId, boolean resolves, String by, @Nullable Integer expectedVersion, Instant at) {

  public static AlertDecision of(Review review) {
    return new AlertDecision(
        review.getTargetId(),
        review.getStatus().equals(Words.RESOLVED),
        review.getHandledBy(),
        review.getExpectedVersion(),
        review.getDecidedAt());
  }
}
