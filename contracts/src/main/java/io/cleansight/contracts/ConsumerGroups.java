package io.cleansight.contracts;

import java.util.Map;
import java.util.Set;

/**
 * Consumer groups whose position others need to know, and the state that Kafka Streams keeps for
 * them.
 */
public final class ConsumerGroups {
  /**
   * Reads frames; its position is behind what was detected, skipped or sent to the dead letters.
   */
  public static final String DETECT = "inference-detect";

  /** Application id, and so the group, of the topology that judges detections. */
  public static final String JUDGE = "inference-judge";

  /** Application id of the topology that evaluates alert rules. */
  public static final String ALERT_EVALUATION = "alert-evaluation";

  /** Names of the state stores that are kept by camera, by application id. */
  public static final Map<String, Set<String>> STORES_BY_CAMERA =
      Map.of(JUDGE, Set.of("people", "rooms"), ALERT_EVALUATION, Set.of("watches"));

  private ConsumerGroups() {}

  /** The topic in which Kafka Streams keeps a store's changes. */
  public static String changelogOf(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }
}
