package io.cleansight.alert.evaluation;

import io.cleansight.alert.rule.CameraWatch;
import io.cleansight.alert.rule.CameraWatch.OpenAlert;
import io.cleansight.alert.rule.CameraWatch.Outcome;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.Violation;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge around {@link CameraWatch}. What cannot be read is passed over: persistence buries it.
 */
final class EvaluationProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private static final Logger log = LoggerFactory.getLogger(EvaluationProcessor.class);

  private final EventRecords records;
  private @Nullable KeyValueStore<String, CameraWatch> watches;
  private @Nullable Rulebook rulebook;

  EvaluationProcessor(EventRecords records) {
    this.records = records;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    watches = context.getStateStore(EvaluationTopology.WATCHES);
    ReadOnlyKeyValueStore<String, byte[]> rules = context.getStateStore(EvaluationTopology.RULES);
    rulebook = new Rulebook(rules);
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    if (watches == null || rulebook == null) {
      throw new IllegalStateException("not initialised");
    }
    if (!(record.value() instanceof Decoded.Event<SpecificRecord>(var event))) {
      return;
    }
    switch (event) {
      case Violation violation when violation.getState().equals(Words.OPENED) -> {
        CameraWatch watch = watch(watches, violation.getCameraId());
        Outcome outcome =
            watch.violation(
                violation.getOpenedAt(),
                violation.getViolationId(),
                violation.getType(),
                rulebook.inForce());
        keep(watches, outcome, record);
      }
      case Activity activity -> {
        CameraWatch watch = watches.get(activity.getCameraId());
        if (watch != null && watch.hasOpenAlerts()) {
          keep(watches, watch.advance(activity.getCapturedAt()), record);
        }
      }
      default -> {
        // A violation that closed says nothing new here.
      }
    }
  }

  private static CameraWatch watch(KeyValueStore<String, CameraWatch> watches, String camera) {
    CameraWatch known = watches.get(camera);
    return known == null ? CameraWatch.over(camera) : known;
  }

  private void keep(
      KeyValueStore<String, CameraWatch> watches, Outcome outcome, Record<String, ?> cause) {
    watches.put(outcome.next().cameraId(), outcome.next());
    outcome.changed().forEach(alert -> send(outcome.next().cameraId(), alert, cause));
  }

  private void send(String camera, OpenAlert alert, Record<String, ?> cause) {
    Instant resolvedAt = alert.resolvedAt();
    var rule = alert.rule();
    var event =
        Alert.newBuilder()
            .setAlertId(alert.id())
            .setRuleId(rule.id())
            .setRuleName(rule.name())
            .setAlertType(rule.type())
            .setCameraId(camera)
            .setState(resolvedAt == null ? Words.RAISED : Words.RESOLVED)
            .setPriority(rule.priority())
            .setWindowStart(alert.windowStart())
            .setRaisedAt(alert.raisedAt())
            .setResolvedAt(resolvedAt)
            .setCount(alert.violationIds().size())
            .setMessage(message(camera, alert))
            .setViolationIds(alert.violationIds())
            .setChannels(rule.channels())
            .setRecipients(rule.recipients())
            .build();
    Instant at = resolvedAt == null ? alert.raisedAt() : resolvedAt;
    log.info("{}: alert {}, {}", camera, event.getState(), event.getMessage());
    context()
        .forward(
            new Record<>(
                camera,
                event,
                at.toEpochMilli(),
                records.headers(alert.id(), at, event, cause.headers())));
  }

  private static String message(String camera, OpenAlert alert) {
    var rule = alert.rule();
    String what = rule.violationType() == null ? "violations" : rule.violationType();
    Duration took = Duration.between(alert.windowStart(), alert.raisedAt());
    return String.format(
        Locale.ROOT,
        "%s: %d x %s within %d s (rule: %d within %d s)",
        camera,
        alert.violationIds().size(),
        what,
        took.toSeconds(),
        rule.threshold(),
        rule.window().toSeconds());
  }
}
