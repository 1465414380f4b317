package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventCodec;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.StreamClock;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge around {@link Outbox}: its state is in the stores, and messages go out by {@link
 * Sender}, for which the stream's thread never waits. What came of a message changes the state and
 * is said in {@code notifications} in one transaction; what was on its way when the task was lost
 * is sent again by its next owner.
 */
final class OutboxProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object>
    implements Outbox.Out {
  private static final Logger log = LoggerFactory.getLogger(OutboxProcessor.class);

  private final Sender sender;
  private final EventRecords records;
  private final StreamClock clock;
  private final Outbox outbox;

  /** What came of messages, until the next tick; no more than there are places in the channels. */
  private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

  private @Nullable Stores stores;

  private record Finished(Outbox.Dispatch dispatch, Sender.Result result) {}

  private record Stores(
      KeyValueStore<String, byte[]> requests,
      KeyValueStore<String, Attempts> attempts,
      KeyValueStore<String, Limit> limits) {}

  OutboxProcessor(Outbox.Policy policy, Sender sender, EventRecords records, StreamClock clock) {
    this.sender = sender;
    this.records = records;
    this.clock = clock;
    this.outbox = new Outbox(policy, () -> ThreadLocalRandom.current().nextDouble(), this);
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    var kept =
        new Stores(
            context.getStateStore(NotifyTopology.OUTBOX),
            context.getStateStore(NotifyTopology.ATTEMPTS),
            context.getStateStore(NotifyTopology.LIMITS));
    stores = kept;
    try (var requests = kept.requests().all();
        var limits = kept.limits().all()) {
      requests.forEachRemaining(it -> restore(it.key, it.value, kept.attempts().get(it.key)));
      limits.forEachRemaining(it -> outbox.restore(it.key, it.value));
    }
    var _ = context.schedule(NotifyTopology.TICK, PunctuationType.WALL_CLOCK_TIME, _ -> look());
  }

  private void restore(String id, byte[] written, @Nullable Attempts attempts) {
    if (attempts != null
        && EventCodec.decode(Topics.NOTIFICATION_REQUESTS, written)
            instanceof Decoded.Event<SpecificRecord>(NotificationRequest request)) {
      outbox.restore(id, request, attempts);
      clock.seen(attempts.since());
    } else {
      log.error("a notification that waited cannot be read: {}", id);
    }
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    clock.seen(appended);
    if (record.value() instanceof Decoded.Event<SpecificRecord>(NotificationRequest request)) {
      long offset = context().recordMetadata().map(RecordMetadata::offset).orElse(0L);
      // In their order, also in a topic that was made anew.
      String id = "%015d-%015d".formatted(record.timestamp(), offset);
      outbox.add(id, request, appended);
      sendDue(clock.now());
    }
  }

  private void look() {
    Instant now = clock.tick();
    sender.watch();
    for (Finished it = finished.poll(); it != null; it = finished.poll()) {
      finish(it, now);
    }
    sendDue(now);
  }

  private void finish(Finished one, Instant now) {
    switch (one.result()) {
      case Sender.Result.Delivered(boolean sent) -> outbox.delivered(one.dispatch(), sent, now);
      case Sender.Result.Failed(String error, boolean refused) ->
          outbox.failed(one.dispatch(), error, refused, now);
      case Sender.Result.Deferred() -> outbox.deferred(one.dispatch(), now);
    }
  }

  private void sendDue(Instant now) {
    for (Outbox.Dispatch it : outbox.due(now, sender)) {
      sender.send(it.channel(), it.message(), result -> finished.add(new Finished(it, result)));
    }
  }

  @Override
  public void keep(String id, @Nullable NotificationRequest request) {
    stores()
        .requests()
        .put(id, request == null ? null : EventCodec.encode(Topics.NOTIFICATION_REQUESTS, request));
  }

  @Override
  public void keep(String id, @Nullable Attempts attempts) {
    stores().attempts().put(id, attempts);
  }

  @Override
  public void keep(String recipientKey, @Nullable Limit limit) {
    stores().limits().put(recipientKey, limit);
  }

  @Override
  public void outcome(Notification notification) {
    Instant at = notification.getAt();
    var headers = records.headers(UUID.randomUUID(), at, notification, null);
    context()
        .forward(
            new Record<>(notification.getCameraId(), notification, at.toEpochMilli(), headers));
  }

  private Stores stores() {
    if (stores == null) {
      throw new IllegalStateException("not initialised");
    }
    return stores;
  }
}
