package io.cleansight.query.violation;

import io.cleansight.contracts.vocabulary.Priority;
import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which violations are asked for.
 *
 * @param camera of that camera; absent: of each
 * @param status with that status; {@code not_false_positive}: with any but that of a false
 *     positive; absent: with any
 * @param type of that type; absent: of any
 * @param severity of that severity; absent: of any
 * @param assignee given to that person; absent: to anybody or nobody
 * @param zone of people who were in a zone of that type when it opened; absent: wherever they were
 * @param untimely true: of which the time cannot be right; false: of which it can, which alone
 *     count in statistics; absent: both
 * @param alert that are the reason for that alert, of which the first 100 are known; absent: each
 */
@ParameterObject
record ViolationQuery(
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(required = false) @Nullable String status,
    @RequestParam(name = "violation_type", required = false) @Nullable String type,
    @RequestParam(required = false) @Nullable String severity,
    @RequestParam(required = false) @Nullable String assignee,
    @RequestParam(required = false) @Nullable String zone,
    @RequestParam(required = false) @Nullable Boolean untimely,
    @RequestParam(name = "alert_id", required = false) @Nullable UUID alert) {
  private static final int LONGEST_NAME = 100;

  /** No status, but all of them but one. */
  private static final String NOT_FALSE_POSITIVE = "not_false_positive";

  private static final Set<String> STATUSES =
      Stream.concat(Term.words(ReviewStatus.class).stream(), Stream.of(NOT_FALSE_POSITIVE))
          .collect(Collectors.toUnmodifiableSet());

  /** Nobody is seen where pictures are black. */
  private static final Set<String> ZONES =
      Term.words(EnumSet.complementOf(EnumSet.of(ZoneType.PRIVACY)));

  ViolationQuery {
    Parameters.camera(camera);
    Parameters.oneOf("status", status, STATUSES);
    Parameters.violationType(type);
    Parameters.oneOf("severity", severity, Term.words(Priority.class));
    Parameters.oneOf("zone", zone, ZONES);
    if (assignee != null && assignee.length() > LONGEST_NAME) {
      throw new BadParameterException("assignee", "at most " + LONGEST_NAME + " characters");
    }
  }

  /** The status that a violation must have; null: it may have any, or any but one. */
  @Nullable String exactStatus() {
    return NOT_FALSE_POSITIVE.equals(status) ? null : status;
  }

  boolean isWithoutFalsePositives() {
    return NOT_FALSE_POSITIVE.equals(status);
  }

  /** All of one camera. */
  static ViolationQuery of(String camera) {
    return new ViolationQuery(camera, null, null, null, null, null, null, null);
  }
}
