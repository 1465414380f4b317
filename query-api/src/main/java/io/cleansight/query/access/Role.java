package io.cleansight.query.access;

/** What somebody may do; each may also do what those before it may. */
public enum Role {
  /** Look. */
  VIEWER,
  /** Decide about violations and alerts, try rules. */
  REVIEWER,
  /** Set rules, silences, cameras, users and keys; see the audit. */
  ADMIN;

  /** Whether it may all that the other may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
