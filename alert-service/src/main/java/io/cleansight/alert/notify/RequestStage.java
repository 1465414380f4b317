package io.cleansight.alert.notify;

import io.cleansight.contracts.vocabulary.NotificationOutcome;
import java.util.Map;

/**
 * Where a request is in its life, and so which outcomes may come next and where they lead. Each is
 * told once: of further attempts that fail, and of what is over the limit again, nothing is said.
 *
 * <table>
 * <caption>Stage by stage; an empty cell is an outcome that cannot come there</caption>
 * <tr><th>at<th>retrying<th>postponed<th>delivered<th>given_up
 * <tr><td>WAITING<td>RETRYING<td>POSTPONED<td>DELIVERED<td>GIVEN_UP
 * <tr><td>RETRYING<td><td>RETRYING_POSTPONED<td>DELIVERED<td>GIVEN_UP
 * <tr><td>POSTPONED<td>RETRYING_POSTPONED<td><td>DELIVERED<td>GIVEN_UP
 * <tr><td>RETRYING_POSTPONED<td><td><td>DELIVERED<td>GIVEN_UP
 * <tr><td>DELIVERED<td><td><td><td>
 * <tr><td>GIVEN_UP<td><td><td><td>
 * </table>
 */
enum RequestStage {
  WAITING,
  /** An attempt failed. */
  RETRYING,
  /** Over its recipient's limit. */
  POSTPONED,
  /** Both, in either order. */
  RETRYING_POSTPONED,
  DELIVERED,
  GIVEN_UP;

  private static final Map<RequestStage, Map<NotificationOutcome, RequestStage>> NEXT =
      Map.of(
          WAITING,
          Map.of(
              NotificationOutcome.RETRYING, RETRYING,
              NotificationOutcome.POSTPONED, POSTPONED,
              NotificationOutcome.DELIVERED, DELIVERED,
              NotificationOutcome.GIVEN_UP, GIVEN_UP),
          RETRYING,
          Map.of(
              NotificationOutcome.POSTPONED, RETRYING_POSTPONED,
              NotificationOutcome.DELIVERED, DELIVERED,
              NotificationOutcome.GIVEN_UP, GIVEN_UP),
          POSTPONED,
          Map.of(
              NotificationOutcome.RETRYING, RETRYING_POSTPONED,
              NotificationOutcome.DELIVERED, DELIVERED,
              NotificationOutcome.GIVEN_UP, GIVEN_UP),
          RETRYING_POSTPONED,
          Map.of(NotificationOutcome.DELIVERED, DELIVERED, NotificationOutcome.GIVEN_UP, GIVEN_UP),
          DELIVERED,
          Map.of(),
          GIVEN_UP,
          Map.of());

  /** Of a request that waits. */
  static RequestStage of(Attempts attempts) {
    if (attempts.made() == 0) {
      return attempts.postponed() ? POSTPONED : WAITING;
    }
    return attempts.postponed() ? RETRYING_POSTPONED : RETRYING;
  }

  /**
   * Where that outcome leads from here.
   *
   * @throws IllegalStateException if it cannot come here
   */
  RequestStage after(NotificationOutcome outcome) {
    RequestStage next = NEXT.getOrDefault(this, Map.of()).get(outcome);
    if (next == null) {
      throw new IllegalStateException("a request cannot be " + outcome.word() + " at " + this);
    }
    return next;
  }
}
