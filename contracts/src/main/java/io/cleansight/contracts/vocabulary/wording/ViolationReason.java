package io.cleansight.contracts.vocabulary.wording;

import java.util.Set;

/** Why something is held to be a violation. */
public enum ViolationReason implements Wording {
  /** In so many of the frames of that time; so many pixels high is what was without it. */
  WITHOUT_ITEM,
  NOT_WASHED,
  WASHED_TOO_BRIEFLY,
  NOT_SANITIZED,
  SANITIZED_BEFORE_WASHING,
  RESTRICTED_AREA_ENTERED;

  @Override
  public Set<String> parameters() {
    return switch (this) {
      case WITHOUT_ITEM ->
          Set.of("violation_type", "frames", "of_frames", "seconds", "score", "pixels");
      case WASHED_TOO_BRIEFLY -> Set.of("seconds", "minimum_seconds");
      case NOT_WASHED, NOT_SANITIZED, SANITIZED_BEFORE_WASHING, RESTRICTED_AREA_ENTERED -> Set.of();
    };
  }
}
