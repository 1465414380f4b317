package io.cleansight.alert.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be watched for, where, when, and whom to tell.
 *
 * @param type name of the rule's type, for people
 * @param cameraIds empty: every camera; each is watched on its own
 * @param schedule null: always
 * @param cooldown after an alert was raised, for how long there is no other of the same rule and
 *     camera
 */
public record Rule(
    UUID id,
    String name,
    String type,
    Set<String> cameraIds,
    Condition condition,
    @Nullable Schedule schedule,
    Duration cooldown,
    String priority,
    List<String> channels,
    List<String> recipients) {
  static final Duration LONGEST_COOLDOWN = Duration.ofDays(7);

  public Rule {
    if (cooldown.isNegative() || cooldown.compareTo(LONGEST_COOLDOWN) > 0) {
      throw new IllegalArgumentException(
          "cooldown_seconds must be 0 to "
              + LONGEST_COOLDOWN.toSeconds()
              + ", not "
              + cooldown.toSeconds());
    }
    cameraIds = Set.copyOf(cameraIds);
    channels = List.copyOf(channels);
    recipients = List.copyOf(recipients);
  }

  boolean concerns(String camera) {
    return cameraIds.isEmpty() || cameraIds.contains(camera);
  }

  boolean isInForce(Instant at) {
    return schedule == null || schedule.holds(at);
  }
}
