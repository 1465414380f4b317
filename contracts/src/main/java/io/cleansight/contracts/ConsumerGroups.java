package io.cleansight.contracts;

import java.util.List;
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

  /** Each begins the name of every group of one service. */
  public static final List<String> PREFIXES =
      List.of("capture-", "inference-", "persistence-", "alert-", "query-");

  /** Begins the groups of persistence-service, whose positions are in its database. */
  public static final String PERSISTENCE_PREFIX = "persistence-";

  /** Those that read and write in Kafka transactions; each begins its transactional ids. */
  public static final List<String> TRANSACTIONAL = List.of(DETECT, JUDGE, ALERT_EVALUATION);

  /** Names of the state stores that are kept by camera, by application id. */
  public static final Map<String, Set<String>> STORES_BY_CAMERA =
      Map.of(
          JUDGE,
          Set.of("camera-states-1", "camera-settings-1"),
          ALERT_EVALUATION,
          Set.of("camera-alerts-5", "heard-1", "reached-1"));

  private ConsumerGroups() {}

  /** Whether a group of that name belongs to a service of ours. */
  public static boolean isOurs(String group) {
    return PREFIXES.stream().anyMatch(group::startsWith);
  }

  /** The topic in which Kafka Streams keeps a store's changes. */
  public static String changelogOf(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }
}
