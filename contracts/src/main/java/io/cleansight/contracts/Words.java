package io.cleansight.contracts;

import java.util.Set;

/** What the audit tells of. */
public final class Words {
  /** What the audit tells of. */
  public static final Set<String> AUDIT_ACTIONS =
      Set.of(
          "evidence_viewed",
          "thumbnail_viewed",
          "evidence_unblurred",
          "live_viewed",
          "live_unblurred",
          "preview_viewed",
          "preview_unblurred",
          "records_exported",
          "personal_data_exported",
          "erasure_requested",
          "erased",
          "hold_set",
          "hold_lift_requested",
          "hold_lift_confirmed",
          "rule_set",
          "rule_withdrawn",
          "silence_set",
          "silence_withdrawn",
          "camera_set",
          "camera_withdrawn",
          "camera_probed",
          "user_set",
          "user_removed",
          "password_changed",
          "key_set",
          "key_rotated",
          "key_revoked",
          "logged_in",
          "logged_out",
          "login_refused");

  private Words() {}
}
