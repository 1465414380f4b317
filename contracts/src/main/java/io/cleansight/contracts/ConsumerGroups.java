package io.cleansight.contracts;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every consumer group of ours by name, and the state that Kafka Streams keeps for them. */
public final class ConsumerGroups {
  /**
   * Reads frames; its position is behind what was detected, skipped or sent to the dead letters.
   */
  public static final String DETECT = "inference-detect";

  /** Application id, and so the group, of the topology that judges detections. */
  public static final String JUDGE = "inference-judge";

  /** Publishes the picture of each violation that opens. */
  public static final String EVIDENCE = "inference-evidence";

  /** Application id of the topology that evaluates alert rules. */
  public static final String ALERT_EVALUATION = "alert-evaluation";

  /** Keeps in the notification state which alerts are open. */
  public static final String NOTIFICATION_STATE = "alert-notification-state";

  /**
   * Shares the cameras among the instances of capture-service: who owns a partition captures its
   * cameras.
   */
  public static final String CAPTURE_CAMERAS = "capture-cameras";

  /** Looks at a source before there is a camera. */
  public static final String CAPTURE_PROBES = "capture-probes";

  /** Sends to the dead letters what cannot be used of the cameras' sources. */
  public static final String CAPTURE_CAMERA_SOURCES = "capture-camera-sources";

  /** Sends to the dead letters what cannot be used of accounts and of what they did. */
  public static final String QUERY_ACCOUNTS = "query-accounts";

  /** Application id of the topology that writes public events again as JSON. */
  public static final String BRIDGE_JSON = "bridge-json";

  /** Tells an MQTT broker what is seen and raised from now on. */
  public static final String BRIDGE_MQTT = "bridge-mqtt";

  /** Tells an MQTT broker which cameras there are. */
  public static final String BRIDGE_MQTT_CAMERAS = "bridge-mqtt-cameras";

  public static final String PERSISTENCE_ACTIVITY = "persistence-activity";
  public static final String PERSISTENCE_ALERTS = "persistence-alerts";
  public static final String PERSISTENCE_AUDIT = "persistence-audit";
  public static final String PERSISTENCE_CAMERAS = "persistence-cameras";
  public static final String PERSISTENCE_ERASURES = "persistence-erasures";
  public static final String PERSISTENCE_HEALTH = "persistence-health";
  public static final String PERSISTENCE_RECORDINGS = "persistence-recordings";
  public static final String PERSISTENCE_REVIEWS = "persistence-reviews";
  public static final String PERSISTENCE_SKIPPED = "persistence-skipped";
  public static final String PERSISTENCE_VIOLATIONS = "persistence-violations";

  /** Each begins the name of every group of one service. */
  public static final List<String> PREFIXES =
      List.of("capture-", "inference-", "persistence-", "alert-", "query-", "bridge-");

  /** Begins the groups of persistence-service, whose positions are in its database. */
  public static final String PERSISTENCE_PREFIX = "persistence-";

  /** Those that read and write in Kafka transactions; each begins its transactional ids. */
  public static final List<String> TRANSACTIONAL =
      List.of(DETECT, JUDGE, ALERT_EVALUATION, BRIDGE_JSON);

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
