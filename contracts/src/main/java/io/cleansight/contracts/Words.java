package io.cleansight.contracts;

import java.util.Set;

/** What the audit tells of. */
public final class Words {
  public static final String LIVE = "live";
  public static final String RECORDED = "recorded";

  public static final String NO_HAIRNET = "no_hairnet";
  public static final String NO_HANDWASH = "no_handwash";
  public static final String SHORT_HANDWASH = "short_handwash";
  public static final String NO_SANITIZE = "no_sanitize";
  public static final String RESTRICTED_AREA = "restricted_area";

  public static final String OPENED = "opened";
  public static final String CLOSED = "closed";

  public static final String PRESENT = "present";
  public static final String MISSING = "missing";

  public static final String RAISED = "raised";
  public static final String UPDATED = "updated";

  /** The silence that covered it is over, and it still holds. */
  public static final String UNSILENCED = "unsilenced";

  public static final String ACKNOWLEDGED = "acknowledged";
  public static final String ESCALATED = "escalated";
  public static final String RESOLVED = "resolved";

  public static final String ONLINE = "online";

  /** Switched off on purpose. */
  public static final String OFF = "off";

  public static final String BLIND = "blind";

  /** A recorded file that is held until what was published of it has been judged. */
  public static final String WAITING = "waiting";

  public static final String FINISHED = "finished";

  /** Why an event's time cannot be right. */
  public static final String FUTURE = "future";

  public static final String EXPIRED = "expired";

  /** Why a frame was not judged. */
  public static final String STALE = "stale";

  public static final String OUTDATED = "outdated";

  /** What is thought of a person and an item, or of a person's way to work. */
  public static final String COMPLIANT = "compliant";

  public static final String VIOLATING = "violating";
  public static final String UNKNOWN = "unknown";

  /** What came of a notification. */
  public static final String DELIVERED = "delivered";

  public static final String RETRYING = "retrying";
  public static final String POSTPONED = "postponed";
  public static final String GIVEN_UP = "given_up";

  /** What a probe of a source is: the question, or capture's answer. */
  public static final String ASKED = "asked";

  public static final String ANSWERED = "answered";

  /** What a silence may be: alerts of which nobody is told, or none at all. */
  public static final String SILENCE = "silence";

  public static final String MAINTENANCE = "maintenance";

  /** What a person may make of a violation. */
  public static final Set<String> REVIEW_STATUSES =
      Set.of("pending", "confirmed", "false_positive", RESOLVED);

  /** What may be made of a violation's legal hold: it is set, or one of two lifts it. */
  public static final String HELD = "held";

  public static final String LIFTED = "lifted";
  public static final Set<String> HOLD_DECISIONS = Set.of(HELD, LIFTED);

  /** What a person may make of an alert. */
  public static final Set<String> ALERT_DECISIONS = Set.of(ACKNOWLEDGED, RESOLVED);

  /** What a camera's address may begin with. */
  public static final Set<String> STREAM_SCHEMES = Set.of("rtsp", "rtsps", "http", "https");

  public static final Set<String> PRIORITIES = Set.of("low", "medium", "high", "critical");

  /** What alert-service can watch for. */
  public static final Set<String> RULE_TYPES =
      Set.of(
          "violation_threshold",
          "continuous_violation",
          "no_detection",
          "occupancy",
          "camera_offline",
          "camera_blind",
          "dwell",
          "compliance_rate");

  /** Which of a camera's frames may get a record. */
  public static final Set<String> SAVE_STRATEGIES =
      Set.of("all", "violations_only", "interval", "smart");

  private Words() {}
}
