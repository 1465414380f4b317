package io.cleansight.alert.notify;

import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request, from {@link RequestStage} to stage: keeps where it stands, and says
 * what came of it. {@link Outbox} decides when.
 */
@NotThreadSafe
final class RequestLife {
  private final Outbox.Out out;

  RequestLife(Outbox.Out out) {
    this.out = out;
  }

  void began(Mailbox.Waiting it) {
    out.keep(it.id(), it.request());
    out.keep(it.id(), it.attempts());
  }

  /**
   * An attempt failed, which is said of the first.
   *
   * @param next as it waits on
   */
  void failed(Mailbox.Waiting it, Attempts next, Instant now) {
    keep(it, next);
    if (next.made() == 1) {
      tell(it, NotificationOutcome.RETRYING, next.error(), 1, now);
    }
  }

  /** It is over its recipient's limit, which is said once. */
  void postponed(Mailbox.Waiting it, String why, Instant now) {
    if (!it.attempts().postponed()) {
      keep(it, it.attempts().overLimit());
      tell(it, NotificationOutcome.POSTPONED, why, it.attempts().made(), now);
    }
  }

  /**
   * It waits no more.
   *
   * @param sent false: it had been delivered before
   */
  void delivered(Mailbox.Waiting it, boolean sent, Instant now) {
    forget(it);
    tell(it, NotificationOutcome.DELIVERED, null, it.attempts().made() + (sent ? 1 : 0), now);
  }

  /** It waits no more. */
  void givenUp(Mailbox.Waiting it, String why, Instant now) {
    forget(it);
    tell(it, NotificationOutcome.GIVEN_UP, why, it.attempts().made(), now);
  }

  private void forget(Mailbox.Waiting it) {
    out.keep(it.id(), (NotificationRequest) null);
    out.keep(it.id(), (Attempts) null);
  }

  private void keep(Mailbox.Waiting it, Attempts next) {
    it.attempts(next);
    out.keep(it.id(), next);
  }

  private void tell(
      Mailbox.Waiting it,
      NotificationOutcome outcome,
      @Nullable String error,
      int attempts,
      Instant now) {
    it.stage(it.stage().after(outcome));
    Alert alert = it.request().getAlert();
    out.outcome(
        Notification.newBuilder()
            .setAlertId(alert.getAlertId())
            .setCameraId(alert.getCameraId())
            .setChannel(it.request().getChannel())
            .setRecipient(it.request().getRecipient())
            .setState(alert.getState())
            .setOutcome(outcome.word())
            .setError(error)
            .setAttempts(attempts)
            .setAt(now.truncatedTo(ChronoUnit.MICROS))
            .build(),
        it.attempts().traceparent());
  }
}
