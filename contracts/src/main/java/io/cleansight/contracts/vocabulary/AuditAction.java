package io.cleansight.contracts.vocabulary;

/** What the audit tells of. */
public enum AuditAction implements Term {
  EVIDENCE_VIEWED(true),
  THUMBNAIL_VIEWED(true),
  EVIDENCE_UNBLURRED(true),
  CLIP_VIEWED(true),
  CLIP_UNBLURRED(true),
  LIVE_VIEWED(true),
  LIVE_UNBLURRED(true),
  PREVIEW_VIEWED(true),
  PREVIEW_UNBLURRED(true),
  VIDEO_EXPORTED(true),
  VIDEO_UNBLURRED(true),
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

  private final boolean showing;

  AuditAction() {
    this(false);
  }

  AuditAction(boolean showing) {
    this.showing = showing;
  }

  /** Whether people are seen in what it shows; it cannot be taken back. */
  public boolean isShowing() {
    return showing;
  }
}
