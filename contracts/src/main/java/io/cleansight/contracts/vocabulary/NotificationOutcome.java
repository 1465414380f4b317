package io.cleansight.contracts.vocabulary;

/** What came of a notification. */
public enum NotificationOutcome implements Term {
  DELIVERED,
  /** The first attempt failed; more follow. */
  RETRYING,
  /** Over the recipient's limit: sent later, together with others. */
  POSTPONED,
  /** Not delivered by its deadline, or nobody to notify. */
  GIVEN_UP
}
