package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Message;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes out to whom, and when: each notification until it is delivered or its deadline
 * has come, with pauses that grow; of one recipient no more messages than its limit, and what was
 * over that together as one. Knows no clock, sends nothing, and keeps what it must not forget by
 * {@link Out}.
 */
@NotThreadSafe
final class Outbox {
  /** So many alerts at most in one summary; the rest follows in the next. */
  static final int MOST_IN_SUMMARY = 500;

  /** For one recipient; what waits longest is given up for what is over it. */
  static final int MOST_WAITING = 10_000;

  /** Before an attempt that could not be made is tried again. */
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private static final int LONGEST_ERROR = 200;

  private final Policy policy;
  private final DoubleSupplier random;
  private final Out out;
  private final RequestLife life;
  private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();

  /**
   * @param perMinute messages of one recipient
   */
  record Policy(int perMinute, Duration deadline, Backoff backoff) {}

  /** What is to be kept, and what came of a notification. */
  interface Out {
    /** Null: it no longer waits. */
    void keep(String id, @Nullable NotificationRequest request);

    /** Null: it no longer waits. */
    void keep(String id, @Nullable Attempts attempts);

    /** Null: of a minute that is over. */
    void keep(String recipientKey, @Nullable Limit limit);

    /**
     * @param traceparent of what led to it; null: no trace goes on
     */
    void outcome(Notification notification, @Nullable String traceparent);
  }

  /** What can be sent at this moment. */
  interface Gate {
    /** Whether there is a channel of that name. */
    boolean knows(String channel);

    /** Takes a place in that channel, if there is one; what is sent then frees it. */
    boolean enters(String channel);
  }

  /** A message that is to be sent. */
  record Dispatch(String recipientKey, List<Mailbox.Waiting> parts, Message message) {
    Dispatch {
      parts = List.copyOf(parts);
    }

    String channel() {
      return parts.getFirst().request().getChannel();
    }
  }

  /**
   * @param random from 0 to below 1
   */
  Outbox(Policy policy, DoubleSupplier random, Out out) {
    this.policy = policy;
    this.random = random;
    this.out = out;
    this.life = new RequestLife(out);
  }

  /** Takes over what was kept. */
  void restore(String id, NotificationRequest request, Attempts attempts) {
    mailbox(request).add(new Mailbox.Waiting(id, request, attempts));
  }

  /** Takes over what was kept, also of a recipient for whom nothing waits. */
  void restore(String recipientKey, Limit limit) {
    mailboxes
        .computeIfAbsent(
            recipientKey, it -> new Mailbox(it.substring(0, Math.max(0, it.indexOf('/')))))
        .limit(limit);
  }

  /**
   * A notification is to be sent; one that waits already is not sent twice.
   *
   * @param id in the order in which they came
   * @param traceparent of what led to it; null: no trace goes on
   */
  void add(String id, NotificationRequest request, Instant now, @Nullable String traceparent) {
    Mailbox mailbox = mailbox(request);
    var added = new Mailbox.Waiting(id, request, Attempts.none(now, traceparent));
    if (mailbox.add(added)) {
      life.began(added);
      shorten(mailbox, now);
    }
  }

  /** What is to be sent now. */
  List<Dispatch> due(Instant now, Gate gate) {
    var dispatches = new ArrayList<Dispatch>();
    for (var entry : List.copyOf(mailboxes.entrySet())) {
      String recipientKey = entry.getKey();
      Mailbox mailbox = entry.getValue();
      giveUp(mailbox, now, gate);
      List<Dispatch> served = served(recipientKey, mailbox, now, gate);
      dispatches.addAll(served);
      if (mailbox.size() == 0) {
        forget(recipientKey, mailbox, now);
      } else if (!served.isEmpty()) {
        // Whoever was served comes last the next time.
        mailboxes.remove(recipientKey);
        mailboxes.put(recipientKey, mailbox);
      }
    }
    return dispatches;
  }

  /**
   * It was delivered.
   *
   * @param sent false: it had been before
   */
  void delivered(Dispatch dispatch, boolean sent, Instant now) {
    Mailbox mailbox = back(dispatch);
    for (Mailbox.Waiting it : dispatch.parts()) {
      mailbox.remove(it);
      life.delivered(it, sent, now);
    }
    if (sent) {
      mailbox.limit(mailbox.limit().in(now).oneMore());
      out.keep(dispatch.recipientKey(), mailbox.limit());
      mailbox.wake(now);
    }
  }

  /**
   * It was not delivered.
   *
   * @param refused for what it says, not for its channel
   */
  void failed(Dispatch dispatch, String error, boolean refused, Instant now) {
    back(dispatch);
    String why = error.substring(0, Math.min(error.length(), LONGEST_ERROR));
    for (Mailbox.Waiting it : dispatch.parts()) {
      Duration pause = policy.backoff().after(it.attempts().made() + 1, random.getAsDouble());
      life.failed(it, it.attempts().failed(why, refused, now.plus(pause)), now);
    }
  }

  /** It could not be attempted. */
  void deferred(Dispatch dispatch, Instant now) {
    back(dispatch);
    dispatch.parts().forEach(it -> it.attempts(it.attempts().dueAt(now.plus(SHORTLY))));
  }

  private List<Dispatch> served(String recipientKey, Mailbox mailbox, Instant now, Gate gate) {
    boolean together = mailbox.isToSummarise();
    List<Mailbox.Waiting> ready = mailbox.ready(now, together);
    if (together && ready.size() > 1 && mailbox.allowed(policy.perMinute(), now) > 0) {
      List<Mailbox.Waiting> parts = ready.subList(0, Math.min(ready.size(), MOST_IN_SUMMARY));
      return gate.enters(mailbox.channel())
          ? List.of(dispatch(recipientKey, mailbox, parts, now))
          : List.of();
    }
    return servedOneByOne(recipientKey, mailbox, ready, now, gate);
  }

  /** Each in a message of its own, as far as there are places; what is over the limit waits. */
  private List<Dispatch> servedOneByOne(
      String recipientKey, Mailbox mailbox, List<Mailbox.Waiting> ready, Instant now, Gate gate) {
    var dispatches = new ArrayList<Dispatch>();
    for (Mailbox.Waiting it : ready) {
      if (mailbox.allowed(policy.perMinute(), now) <= 0) {
        life.postponed(it, overLimit(), now);
      } else if (gate.enters(mailbox.channel())) {
        dispatches.add(dispatch(recipientKey, mailbox, List.of(it), now));
      } else {
        return dispatches;
      }
    }
    return dispatches;
  }

  private static Dispatch dispatch(
      String recipientKey, Mailbox mailbox, List<Mailbox.Waiting> parts, Instant now) {
    mailbox.sent(parts);
    List<Message.Item> items =
        parts.stream()
            .map(Mailbox.Waiting::request)
            .map(it -> Message.Item.of(it.getAlert(), it.getChannel(), it.getRecipient()))
            .toList();
    String recipient = parts.getFirst().request().getRecipient();
    return new Dispatch(recipientKey, parts, new Message(recipient, items, now));
  }

  private void giveUp(Mailbox mailbox, Instant now, Gate gate) {
    boolean known = gate.knows(mailbox.channel());
    for (Mailbox.Waiting it : mailbox.all()) {
      boolean over = it.attempts().isOver(policy.deadline(), now);
      if (!over && known) {
        return; // those that came later have a later deadline
      }
      if (!mailbox.isInFlight(it)) {
        giveUp(
            mailbox, it, known ? lastError(it) : "no channel is called " + mailbox.channel(), now);
      }
    }
  }

  private void shorten(Mailbox mailbox, Instant now) {
    if (mailbox.size() > MOST_WAITING) {
      mailbox.all().stream()
          .filter(it -> !mailbox.isInFlight(it))
          .findFirst()
          .ifPresent(it -> giveUp(mailbox, it, "more than " + MOST_WAITING + " are waiting", now));
    }
  }

  private void giveUp(Mailbox mailbox, Mailbox.Waiting it, String error, Instant now) {
    mailbox.remove(it);
    life.givenUp(it, error, now);
  }

  private String lastError(Mailbox.Waiting it) {
    String error = it.attempts().error();
    if (error != null) {
      return error;
    }
    return it.attempts().postponed() ? overLimit() : "not attempted before its deadline";
  }

  private String overLimit() {
    return "over " + policy.perMinute() + " a minute";
  }

  private void forget(String recipientKey, Mailbox mailbox, Instant now) {
    if (!mailbox.limit().in(now).equals(mailbox.limit())) {
      mailboxes.remove(recipientKey);
      out.keep(recipientKey, (Limit) null);
    }
  }

  private Mailbox back(Dispatch dispatch) {
    Mailbox mailbox = mailbox(dispatch.parts().getFirst().request());
    mailbox.back(dispatch.parts());
    return mailbox;
  }

  private Mailbox mailbox(NotificationRequest request) {
    return mailboxes.computeIfAbsent(
        request.getRecipientKey(), _ -> new Mailbox(request.getChannel()));
  }
}
