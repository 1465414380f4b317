package io.cleansight.query.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the audit tells of; its {@link #word} is what stands in the record. */
public enum AuditAction {
  EVIDENCE_VIEWED(true),
  THUMBNAIL_VIEWED(true),
  EVIDENCE_UNBLURRED(true),
  LIVE_VIEWED(true),
  LIVE_UNBLURRED(true),
  PREVIEW_VIEWED(true),
  PREVIEW_UNBLURRED(true),
  RECORDS_EXPORTED(true),
  PERSONAL_DATA_EXPORTED(true),
  ERASURE_REQUESTED,
  /** Told by persistence-service. */
  ERASED,
  HOLD_SET,
  HOLD_LIFT_REQUESTED,
  HOLD_LIFT_CONFIRMED,
  RULE_SET,
  RULE_WITHDRAWN,
  SILENCE_SET,
  SILENCE_WITHDRAWN,
  CAMERA_SET,
  CAMERA_WITHDRAWN,
  CAMERA_PROBED,
  USER_SET,
  USER_REMOVED,
  PASSWORD_CHANGED,
  KEY_SET,
  KEY_ROTATED,
  KEY_REVOKED,
  LOGGED_IN,
  LOGGED_OUT,
  LOGIN_REFUSED;

  private static final Set<String> WORDS =
      Arrays.stream(values()).map(AuditAction::word).collect(Collectors.toUnmodifiableSet());

  private final boolean showing;

  AuditAction() {
    this(false);
  }

  AuditAction(boolean showing) {
    this.showing = showing;
  }

  /** Whether people are seen in what it shows; it cannot be taken back. */
  boolean isShowing() {
    return showing;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those of all. */
  static Set<String> words() {
    return WORDS;
  }
}
