package io.cleansight.inference.judge;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.trace.MessageSpan;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge around {@link Judge}: hands it what is read, stores and forwards what it says, and
 * decides nothing.
 */
final class JudgeProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private static final Logger log = LoggerFactory.getLogger(JudgeProcessor.class);

  private final EventRecords records;
  private final Clock clock;
  private final JudgeMeters meters;
  private @Nullable Task task;

  private record Task(
      Judge judge,
      KeyValueStore<String, CameraState> states,
      KeyValueStore<String, CameraSettings> settings) {}

  JudgeProcessor(EventRecords records, Clock clock, JudgeMeters meters) {
    this.records = records;
    this.clock = clock;
    this.meters = meters;
  }

  /** Also when the task's stores were restored: nothing of before is at hand then. */
  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    KeyValueStore<String, CameraState> states = context.getStateStore(JudgeTopology.STORE);
    KeyValueStore<String, CameraSettings> settings = context.getStateStore(JudgeTopology.ROOMS);
    var judge = new Judge(all(states), all(settings), clock.instant());
    task = new Task(judge, states, settings);
    context.schedule(
        SilentCameras.SILENCE.dividedBy(3),
        PunctuationType.WALL_CLOCK_TIME,
        _ -> judge.endSilent(clock.instant()).forEach(action -> act(action, null, null)));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    String topic = context().recordMetadata().orElseThrow().topic();
    try (var span =
            records.tracing().process(topic, record.key(), record.headers(), ConsumerGroups.JUDGE);
        var _ = span.logged()) {
      List<JudgeAction> actions =
          task().judge().take(topic, record.key(), record.value(), clock.instant());
      actions.forEach(action -> act(action, record, span));
    }
  }

  /**
   * @param cause the record that led to it; null where none did but time
   * @param span the work on that record
   */
  private void act(
      JudgeAction action,
      @Nullable Record<String, Decoded<SpecificRecord>> cause,
      @Nullable MessageSpan span) {
    switch (action) {
      case JudgeAction.StoreState(var camera, var state) -> task().states().put(camera, state);
      case JudgeAction.StoreSettings(var camera, var settings) ->
          task().settings().put(camera, settings);
      case JudgeAction.DeleteSettings(var camera) -> task().settings().delete(camera);
      case JudgeAction.Send send -> send(send, span);
      case JudgeAction.SendDeadLetter(var why) ->
          send(DeadLetter.of(asConsumed(Objects.requireNonNull(cause)), why));
    }
  }

  private void send(JudgeAction.Send send, @Nullable MessageSpan cause) {
    if (send.event() instanceof Violation violation) {
      tell(violation);
      if (cause != null) {
        cause.note("violation " + violation.getState());
      }
    }
    meters.sent(send.event());
    Headers headers = records.headers(send.topic(), send.id(), send.at(), send.event(), cause);
    context()
        .forward(new Record<>(send.camera(), send.event(), clock.millis(), headers), send.topic());
  }

  private static void tell(Violation violation) {
    log.atInfo()
        .addKeyValue(LogKeys.CAMERA, violation.getCameraId())
        .addKeyValue(LogKeys.FRAME, violation.getFrameId())
        .addKeyValue(LogKeys.VIOLATION, violation.getViolationId())
        .log(
            "{}: {} {}, {}",
            violation.getCameraId(),
            violation.getType(),
            violation.getState(),
            violation.getReason());
  }

  private void send(DeadLetter letter) {
    letter.tell(log);
    meters.sent(letter);
    var record = letter.record();
    context()
        .forward(
            new Record<>(record.key(), record.value(), clock.millis(), record.headers()),
            record.topic());
  }

  private ConsumerRecord<String, Decoded<SpecificRecord>> asConsumed(
      Record<String, Decoded<SpecificRecord>> record) {
    var place = context().recordMetadata().orElseThrow();
    var consumed =
        new ConsumerRecord<>(
            place.topic(), place.partition(), place.offset(), record.key(), record.value());
    record.headers().forEach(consumed.headers()::add);
    return consumed;
  }

  private static <T> Map<String, T> all(KeyValueStore<String, T> store) {
    var all = new HashMap<String, T>();
    try (var stored = store.all()) {
      stored.forEachRemaining(it -> all.put(it.key, it.value));
    }
    return all;
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("not initialised");
    }
    return task;
  }
}
