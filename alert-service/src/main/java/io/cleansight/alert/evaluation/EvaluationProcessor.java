package io.cleansight.alert.evaluation;

import io.cleansight.alert.rule.CameraWatch;
import io.cleansight.alert.rule.CameraWatch.Crowd;
import io.cleansight.alert.rule.CameraWatch.OpenAlert;
import io.cleansight.alert.rule.CameraWatch.Outcome;
import io.cleansight.alert.rule.Condition;
import io.cleansight.alert.rule.Rule;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong revision;
  private @Nullable KeyValueStore<String, CameraWatch> watches;
  private @Nullable Rulebook rulebook;

  EvaluationProcessor(EventRecords records, AtomicLong revision) {
    this.records = records;
    this.revision = revision;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    watches = context.getStateStore(EvaluationTopology.WATCHES);
    ReadOnlyKeyValueStore<String, byte[]> rules = context.getStateStore(EvaluationTopology.RULES);
    rulebook = new Rulebook(rules, revision);
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    if (watches == null || rulebook == null) {
      throw new IllegalStateException("not initialised");
    }
    if (!(record.value() instanceof Decoded.Event<SpecificRecord>(var event))) {
      return;
    }
    String camera = record.key();
    CameraWatch known = watches.get(camera);
    CameraWatch watch = known == null ? CameraWatch.over(camera) : known;
    Outcome outcome = step(watch, event, rulebook.inForce());
    if (!outcome.next().equals(known)) {
      watches.put(camera, outcome.next());
    }
    outcome.changed().forEach(alert -> send(camera, alert, record));
  }

  private static Outcome step(CameraWatch watch, SpecificRecord event, List<Rule> rules) {
    return switch (event) {
      case Violation it when it.getState().equals(Words.OPENED) ->
          watch.violation(it.getOpenedAt(), it.getViolationId(), it.getType(), rules);
      case Activity it -> watch.frame(it.getCapturedAt(), crowd(it), rules);
      // A recorded file that played to its end is not offline.
      case CameraHealth it when it.getSourceKind().equals(Words.LIVE) ->
          watch.health(it.getAt(), it.getState().equals("online"), rules);
      default -> new Outcome(watch, List.of());
    };
  }

  private static Crowd crowd(Activity frame) {
    var byZone = new HashMap<String, Integer>();
    frame
        .getPeople()
        .forEach(
            person ->
                person.getZones().stream()
                    .distinct()
                    .forEach(zone -> byZone.merge(zone, 1, Integer::sum)));
    return new Crowd(frame.getPeople().size(), byZone);
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
            .setCount(alert.count())
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
    long seconds = Duration.between(alert.windowStart(), alert.raisedAt()).toSeconds();
    return switch (rule.condition()) {
      case Condition.Violations(var type, int threshold, Duration window) ->
          String.format(
              Locale.ROOT,
              "%s: %d x %s within %d s (rule: %d within %d s)",
              camera,
              alert.count(),
              type == null ? "violations" : type,
              seconds,
              threshold,
              window.toSeconds());
      case Condition.Occupancy(var zone, int max, _) ->
          String.format(
              Locale.ROOT,
              "%s: %d people in %s for %d s (rule: at most %d)",
              camera,
              alert.count(),
              zone == null ? "the picture" : zone,
              seconds,
              max);
      case Condition.Nobody _ ->
          String.format(Locale.ROOT, "%s: nobody seen for %d s", camera, seconds);
      case Condition.Offline _ ->
          String.format(Locale.ROOT, "%s: not online for %d s", camera, seconds);
    };
  }
}
