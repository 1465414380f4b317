package io.cleansight.alert.rule;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fires when so many violations open within a window. What the first system called {@code
 * violation_threshold} and {@code continuous_violation} are both this: they differ in how they are
 * written, see {@link RuleReader}.
 *
 * @param type name of the rule's type, for people
 * @param cameraId null: every camera, each on its own
 * @param violationType null: any
 */
public record Rule(
    UUID id,
    String name,
    String type,
    @Nullable String cameraId,
    @Nullable String violationType,
    int threshold,
    Duration window,
    String priority,
    List<String> channels,
    List<String> recipients) {
  static final int HIGHEST_THRESHOLD = 1000;
  static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  public Rule {
    if (threshold < 1 || threshold > HIGHEST_THRESHOLD) {
      throw new IllegalArgumentException(
          "threshold must be 1 to " + HIGHEST_THRESHOLD + ", not " + threshold);
    }
    if (window.isNegative() || window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException("window must be over 0 and at most 24 h, not " + window);
    }
    channels = List.copyOf(channels);
    // Null in a state that a release without recipients has written.
    recipients = recipients == null ? List.of() : List.copyOf(recipients);
  }

  boolean concerns(String camera, String violation) {
    return (cameraId == null || cameraId.equals(camera))
        && (violationType == null || violationType.equals(violation));
  }
}
