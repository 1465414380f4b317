package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Alert;
import io.cleansight.event.Membership;
import io.cleansight.event.Review;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.trace.MessageSpan;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.Evaluator;
import io.cleansight.rule.OpenAlert;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
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
 * The edge around {@link Evaluator}: its state is in the stores, written as it changes and read
 * when the task begins. What cannot be read is passed over: persistence-service sends it to the
 * dead letters.
 */
final class EvaluationProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object>
    implements Evaluator.Out {
  private static final Logger log = LoggerFactory.getLogger(EvaluationProcessor.class);

  private final AlertRecords alerts;
  private final EventRecords records;
  private final SettingsVersions revisions;
  private final StreamClock clock;
  private final AlertMeters meters;
  private @Nullable Task task;

  /** The work on the record that is taken; null while time passes. */
  private @Nullable MessageSpan cause;

  /** When Kafka had that record. */
  private @Nullable Instant caused;

  private record Task(
      Evaluator evaluator,
      KeyValueStore<String, CameraAlertState> alertStates,
      KeyValueStore<String, Long> heard,
      KeyValueStore<String, Long> reached) {
    void restore() {
      try (var states = alertStates.all();
          var heardOf = heard.all();
          var times = reached.all()) {
        times.forEachRemaining(
            it ->
                evaluator.restoreReached(it.key, Instant.EPOCH.plus(it.value, ChronoUnit.MICROS)));
        states.forEachRemaining(it -> evaluator.restore(it.value));
        heardOf.forEachRemaining(it -> evaluator.restore(it.key, Instant.ofEpochMilli(it.value)));
      }
    }
  }

  EvaluationProcessor(
      EventRecords records, SettingsVersions revisions, StreamClock clock, AlertMeters meters) {
    this.alerts = new AlertRecords(records);
    this.records = records;
    this.revisions = revisions;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    var evaluator = new Evaluator(new SiteReader(context, revisions), this);
    var now =
        new Task(
            evaluator,
            context.getStateStore(EvaluationTopology.CAMERA_ALERTS),
            context.getStateStore(EvaluationTopology.HEARD),
            context.getStateStore(EvaluationTopology.REACHED));
    task = now;
    now.restore();
    clock.seen(evaluator.now());
    var _ =
        context.schedule(
            EvaluationTopology.TICK,
            PunctuationType.WALL_CLOCK_TIME,
            _ -> evaluator.advance(clock.tick()));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    clock.seen(appended);
    if (record.key() != null
        && record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
      String topic = context().recordMetadata().orElseThrow().topic();
      try (var span = alerts.process(topic, record);
          var _ = span.logged()) {
        cause = span;
        caused = appended;
        task().evaluator().take(record.key(), event, appended);
        cause = null;
        caused = null;
      }
    }
  }

  @Override
  public void keep(CameraAlertState alertState) {
    task().alertStates().put(alertState.cameraId(), alertState.isBlank() ? null : alertState);
  }

  @Override
  public void heard(String camera, @Nullable Instant at) {
    task().heard().put(camera, at == null ? null : at.toEpochMilli());
  }

  @Override
  public void reached(String camera, @Nullable Instant at) {
    task().reached().put(camera, at == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }

  @Override
  public void changed(String camera, OpenAlert.Change change) {
    Alert alert = alerts.alert(camera, List.of(), change);
    if (change.alert().rule().isGrouped()) {
      forward(
          Membership.newBuilder().setRuleId(change.alert().rule().id()).setAlert(alert).build());
    } else {
      AlertRecords.tell(log, alert);
      meters.changed(change.state(), caused, Instant.ofEpochMilli(context().currentSystemTimeMs()));
      context().forward(alerts.record(alert, task().evaluator().now(), cause), Topics.ALERTS);
    }
  }

  @Override
  public void undecided(Review review) {
    forward(Membership.newBuilder().setRuleId(review.getTargetId()).setDecision(review).build());
  }

  private void forward(Membership word) {
    Instant now = task().evaluator().now();
    Headers headers = records.headers(Topics.ALERT_MEMBERS, UUID.randomUUID(), now, word, cause);
    context()
        .forward(
            new Record<>(word.getRuleId().toString(), word, now.toEpochMilli(), headers),
            Topics.ALERT_MEMBERS);
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("not initialised");
    }
    return task;
  }
}
