package io.cleansight.alert.notify;

import io.cleansight.event.NotificationRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;

/** All that waits for one recipient, in the order in which it came. */
@NotThreadSafe
final class Mailbox {
  private final String channel;
  private final TreeMap<String, Waiting> waiting = new TreeMap<>();
  private Limit limit = Limit.at(Instant.EPOCH);
  private int inFlight;

  /** A notification that waits, or is on its way. */
  static final class Waiting {
    private final String id;
    private final NotificationRequest request;
    private Attempts attempts;
    private RequestStage stage;
    private boolean inFlight;

    Waiting(String id, NotificationRequest request, Attempts attempts) {
      this.id = id;
      this.request = request;
      this.attempts = attempts;
      this.stage = RequestStage.of(attempts);
    }

    String id() {
      return id;
    }

    NotificationRequest request() {
      return request;
    }

    Attempts attempts() {
      return attempts;
    }

    void attempts(Attempts next) {
      attempts = next;
    }

    /** As far as it was told. */
    RequestStage stage() {
      return stage;
    }

    void stage(RequestStage next) {
      stage = next;
    }

    private UUID alert() {
      return request.getAlert().getAlertId();
    }
  }

  Mailbox(String channel) {
    this.channel = channel;
  }

  String channel() {
    return channel;
  }

  /** False if the same state of the same alert waits already. */
  boolean add(Waiting added) {
    boolean known =
        waiting.values().stream()
            .anyMatch(
                it ->
                    it.alert().equals(added.alert())
                        && it.request
                            .getAlert()
                            .getState()
                            .equals(added.request.getAlert().getState()));
    return !known && waiting.put(added.id, added) == null;
  }

  List<Waiting> all() {
    return List.copyOf(waiting.values());
  }

  void remove(Waiting done) {
    waiting.remove(done.id);
  }

  int size() {
    return waiting.size();
  }

  Limit limit() {
    return limit;
  }

  void limit(Limit now) {
    limit = now;
  }

  /** How many more messages may be on their way within this minute. */
  int allowed(int perMinute, Instant now) {
    return perMinute - limit.in(now).sent() - inFlight;
  }

  /** Whether what waits was over the limit, and is to go out as one. */
  boolean isToSummarise() {
    return waiting.values().stream().anyMatch(it -> it.attempts.postponed() && !it.inFlight);
  }

  /**
   * What may be attempted now. The states of one alert are told in their order: none before those
   * that came before it, unless they go out in one message.
   */
  List<Waiting> ready(Instant now, boolean together) {
    var ready = new ArrayList<Waiting>();
    var held = new HashSet<UUID>();
    for (Waiting it : waiting.values()) {
      boolean isReady =
          !it.inFlight && !it.attempts.due().isAfter(now) && !held.contains(it.alert());
      if (isReady) {
        ready.add(it);
      }
      if (!isReady || !together) {
        held.add(it.alert());
      }
    }
    return ready;
  }

  /** Those that may have failed for their channel alone, and may be attempted at once. */
  void wake(Instant now) {
    for (Waiting it : waiting.values()) {
      if (it.attempts.made() > 0 && !it.attempts.refused() && !it.inFlight) {
        it.attempts = it.attempts.dueAt(now);
      }
    }
  }

  void sent(List<Waiting> message) {
    inFlight++;
    message.forEach(it -> it.inFlight = true);
  }

  void back(List<Waiting> message) {
    inFlight--;
    message.forEach(it -> it.inFlight = false);
  }

  boolean isInFlight(Waiting one) {
    return one.inFlight;
  }
}
