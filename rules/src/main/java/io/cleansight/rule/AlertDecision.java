package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.AlertState;
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
        AlertState.RESOLVED.is(review.getStatus()),
        review.getHandledBy(),
        review.getExpectedVersion(),
        review.getDecidedAt());
  }
}
