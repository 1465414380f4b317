package io.cleansight.alert.notify;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.trace.MessageSpan;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
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
  private final MeterRegistry meters;
  private final Outbox.Policy policy;
  private @Nullable Task task;

  private record Finished(Outbox.Dispatch dispatch, Sender.Result result) {}

  /**
   * Made anew whenever the task begins, also after an aborted transaction, as its memory is then
   * ahead of its stores.
   *
   * @param finished what came of messages, until the next tick; no more than there are places in
   *     the channels
   */
  private record Task(
      Outbox outbox,
      Queue<Finished> finished,
      KeyValueStore<String, byte[]> requests,
      KeyValueStore<String, Attempts> attempts,
      KeyValueStore<String, Limit> limits) {}

  OutboxProcessor(
      Outbox.Policy policy,
      Sender sender,
      EventRecords records,
      StreamClock clock,
      MeterRegistry meters) {
    this.sender = sender;
    this.records = records;
    this.clock = clock;
    this.meters = meters;
    this.policy = policy;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    var begun =
        new Task(
            new Outbox(policy, () -> ThreadLocalRandom.current().nextDouble(), this),
            new ConcurrentLinkedQueue<>(),
            context.getStateStore(NotifyTopology.OUTBOX),
            context.getStateStore(NotifyTopology.ATTEMPTS),
            context.getStateStore(NotifyTopology.LIMITS));
    task = begun;
    try (var requests = begun.requests().all();
        var limits = begun.limits().all()) {
      requests.forEachRemaining(it -> restore(it.key, it.value, begun.attempts().get(it.key)));
      limits.forEachRemaining(it -> begun.outbox().restore(it.key, it.value));
    }
    var _ = context.schedule(NotifyTopology.TICK, PunctuationType.WALL_CLOCK_TIME, _ -> look());
  }

  private void restore(String id, byte[] written, @Nullable Attempts attempts) {
    if (attempts != null
        && EventCodec.decode(Topics.NOTIFICATION_REQUESTS, written)
            instanceof Decoded.Event<SpecificRecord>(NotificationRequest request)) {
      task().outbox().restore(id, request, attempts);
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
      try (var span =
          records
              .tracing()
              .process(
                  Topics.NOTIFICATION_REQUESTS,
                  record.key(),
                  record.headers(),
                  ConsumerGroups.ALERT_EVALUATION)) {
        task().outbox().add(id, request, appended, span.traceparent());
      }
      sendDue(clock.now());
    }
  }

  private void look() {
    Instant now = clock.tick();
    sender.watch();
    Queue<Finished> finished = task().finished();
    for (Finished it = finished.poll(); it != null; it = finished.poll()) {
      finish(it, now);
    }
    sendDue(now);
  }

  private void finish(Finished one, Instant now) {
    Outbox outbox = task().outbox();
    switch (one.result()) {
      case Sender.Result.Delivered(boolean sent) -> {
        one.dispatch().parts().forEach(it -> delivered(it, now));
        outbox.delivered(one.dispatch(), sent, now);
      }
      case Sender.Result.Failed(String error, boolean refused) ->
          outbox.failed(one.dispatch(), error, refused, now);
      case Sender.Result.Deferred() -> outbox.deferred(one.dispatch(), now);
    }
  }

  private void delivered(Mailbox.Waiting it, Instant now) {
    String channel = it.request().getChannel();
    Metric.NOTIFICATION_LATENCY.between(meters, it.attempts().since(), now, channel);
  }

  private void sendDue(Instant now) {
    Queue<Finished> finished = task().finished();
    for (Outbox.Dispatch it : task().outbox().due(now, sender)) {
      List<MessageSpan> spans = it.parts().stream().map(this::send).toList();
      sender.send(
          it.channel(),
          it.message(),
          result -> {
            spans.forEach(span -> end(span, result));
            finished.add(new Finished(it, result));
          });
    }
  }

  /** An attempt, for each notification that the message holds. */
  private MessageSpan send(Mailbox.Waiting it) {
    NotificationRequest request = it.request();
    return records
        .tracing()
        .call("send notification", it.attempts().traceparent())
        .with("channel", request.getChannel())
        .with(LogKeys.ALERT, request.getAlert().getAlertId())
        .with(LogKeys.CAMERA, request.getAlert().getCameraId());
  }

  private static void end(MessageSpan span, Sender.Result result) {
    try (span) {
      switch (result) {
        case Sender.Result.Delivered(boolean sent) -> span.with("sent", sent);
        case Sender.Result.Failed(_, boolean refused) -> span.fail(refused ? "refused" : "failed");
        case Sender.Result.Deferred() -> span.fail("deferred");
      }
    }
  }

  @Override
  public void keep(String id, @Nullable NotificationRequest request) {
    task()
        .requests()
        .put(id, request == null ? null : EventCodec.encode(Topics.NOTIFICATION_REQUESTS, request));
  }

  @Override
  public void keep(String id, @Nullable Attempts attempts) {
    task().attempts().put(id, attempts);
  }

  @Override
  public void keep(String recipientKey, @Nullable Limit limit) {
    task().limits().put(recipientKey, limit);
  }

  @Override
  public void outcome(Notification notification, @Nullable String traceparent) {
    Metric.NOTIFICATIONS
        .counter(meters, notification.getChannel(), notification.getOutcome())
        .increment();
    Instant at = notification.getAt();
    MessageSpan cause = records.tracing().kept(traceparent);
    var headers = records.headers(Topics.NOTIFICATIONS, UUID.randomUUID(), at, notification, cause);
    context()
        .forward(
            new Record<>(notification.getCameraId(), notification, at.toEpochMilli(), headers));
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("not initialised");
    }
    return task;
  }
}
