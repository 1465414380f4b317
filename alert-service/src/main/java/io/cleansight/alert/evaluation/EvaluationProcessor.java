package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Membership;
import io.cleansight.event.Review;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import io.cleansight.rule.CameraWatch;
import io.cleansight.rule.Decision;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * The edge around {@link CameraWatch}. What cannot be read is passed over: persistence buries it.
 */
final class EvaluationProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private static final Logger log = LoggerFactory.getLogger(EvaluationProcessor.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * Violations and frames come in two topics, whose records are not seen at the same moment: for so
   * long a frame ends no alert that a violation before it may yet prolong.
   */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** Three heartbeats. */
  private static final Duration SILENT = Duration.ofSeconds(15);

  /** We were not looking ourselves. */
  private static final Duration AWAY = Duration.ofSeconds(5);

  private final AlertRecords alerts;
  private final EventRecords records;
  private final Revisions revisions;

  /** Cameras whose frames may end an alert, and since when their latest has been known. */
  private final Map<String, Settling> settling = new HashMap<>();

  /**
   * Each camera's latest frame, as it may have come before a violation older than it. Not kept over
   * a restart: then the next frame ends what that violation raises.
   */
  private final Map<String, Instant> frames = new HashMap<>();

  /** When each live camera was last heard of, by the wall clock. */
  private final Map<String, Instant> heard = new HashMap<>();

  /** Cameras with open alerts. */
  private final Set<String> alarmed = new HashSet<>();

  private Instant looked = Instant.EPOCH;
  private @Nullable KeyValueStore<String, CameraWatch> watches;
  private @Nullable Site site;

  private record Settling(Instant until, Instant since) {}

  EvaluationProcessor(EventRecords records, Revisions revisions) {
    this.alerts = new AlertRecords(records);
    this.records = records;
    this.revisions = revisions;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    KeyValueStore<String, CameraWatch> known = context.getStateStore(EvaluationTopology.WATCHES);
    watches = known;
    site = new Site(context, revisions);
    Instant now = now();
    try (var all = known.all()) {
      all.forEachRemaining(entry -> follow(entry.value, now));
    }
    var _ =
        context.schedule(
            LOOK, PunctuationType.WALL_CLOCK_TIME, at -> look(Instant.ofEpochMilli(at)));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    if (!(record.value() instanceof Decoded.Event<SpecificRecord>(var event))) {
      return;
    }
    String camera = record.key();
    CameraWatch known = watches().get(camera);
    CameraWatch watch = known == null ? CameraWatch.over(camera) : known;
    Headers cause = record.headers();
    if (event instanceof Review review) {
      if (review.getTarget().equals("alert")) {
        decided(known, watch, review, cause);
      }
      return;
    }
    if (event instanceof CameraHealth health && health.getSourceKind().equals(Words.LIVE)) {
      heard.put(camera, now());
    }
    if (event instanceof Activity frame && frame.getUntimely() == null) {
      frames.merge(camera, frame.getCapturedAt(), (one, other) -> one.isAfter(other) ? one : other);
    }
    watch
        .event(event, Instant.ofEpochMilli(record.timestamp()), at -> rules(camera, at))
        .map(outcome -> outcome.seen(frames.getOrDefault(camera, Instant.MIN)))
        .ifPresent(outcome -> keep(known, outcome, cause));
  }

  /** An alert that is not open here may be a group's. */
  private void decided(
      @Nullable CameraWatch known, CameraWatch watch, Review review, Headers cause) {
    CameraWatch.Outcome outcome = watch.decided(Decision.of(review));
    keep(known, outcome, cause);
    if (outcome.changes().isEmpty()) {
      forward(
          Membership.newBuilder().setRuleId(review.getTargetId()).setDecision(review).build(),
          review.getDecidedAt(),
          cause);
    }
  }

  private void look(Instant now) {
    if (looked.plus(AWAY).isBefore(now)) {
      heard.replaceAll((_, _) -> now);
    }
    looked = now;
    settle(now);
    for (String camera : Set.copyOf(alarmed)) {
      CameraWatch watch = watches().get(camera);
      if (watch != null) {
        keep(watch, watch.aged(now), null);
      }
    }
    for (var entry : Map.copyOf(heard).entrySet()) {
      String camera = entry.getKey();
      CameraWatch watch = watches().get(camera);
      if (watch == null) {
        continue;
      }
      if (site().isGone(camera)) {
        heard.remove(camera);
        keep(watch, watch.gone(now), null);
      } else if (entry.getValue().plus(SILENT).isBefore(now)) {
        keep(watch, watch.health(now, Sight.AWAY, rules(camera, now)), null);
      }
    }
  }

  private void settle(Instant now) {
    for (var entry : Map.copyOf(settling).entrySet()) {
      String camera = entry.getKey();
      Instant until = entry.getValue().until();
      CameraWatch watch = watches().get(camera);
      if (!entry.getValue().since().plus(SETTLING).isAfter(now)) {
        settling.remove(camera);
        if (watch != null) {
          keep(watch, watch.passed(until, rules(camera, until)), null);
        }
      }
    }
  }

  private void keep(
      @Nullable CameraWatch known, CameraWatch.Outcome outcome, @Nullable Headers cause) {
    CameraWatch next = outcome.next();
    if (!next.equals(known)) {
      watches().put(next.cameraId(), next);
    }
    follow(next, now());
    outcome.changes().forEach(change -> tell(next.cameraId(), change, cause));
  }

  private void follow(CameraWatch watch, Instant now) {
    String camera = watch.cameraId();
    Instant until = watch.seenUntil();
    if (until != null) {
      settling.putIfAbsent(camera, new Settling(until, now));
    }
    if (watch.live()) {
      heard.putIfAbsent(camera, now);
    }
    if (watch.hasOpenAlerts()) {
      alarmed.add(camera);
    } else {
      alarmed.remove(camera);
    }
  }

  private void tell(String camera, OpenAlert.Change change, @Nullable Headers cause) {
    OpenAlert open = change.alert();
    Rule rule = open.rule();
    Alert alert =
        alerts.alert(camera, List.of(), change, site().silence(rule.id(), camera, open.raisedAt()));
    if (rule.isGrouped()) {
      Instant resolved = open.resolvedAt();
      forward(
          Membership.newBuilder().setRuleId(rule.id()).setAlert(alert).build(),
          resolved == null ? open.raisedAt() : resolved,
          cause);
    } else {
      log.info("alert {}, {}", change.state(), alert.getMessage());
      context().forward(alerts.record(alert, cause), Topics.ALERTS);
    }
  }

  private void forward(Membership word, Instant at, @Nullable Headers cause) {
    Headers headers = records.headers(UUID.randomUUID(), at, word, cause);
    context()
        .forward(
            new Record<>(word.getRuleId().toString(), word, at.toEpochMilli(), headers),
            Topics.ALERT_MEMBERS);
  }

  private List<Rule> rules(String camera, Instant at) {
    return site().rulesOf(camera, at);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context().currentSystemTimeMs());
  }

  private KeyValueStore<String, CameraWatch> watches() {
    if (watches == null) {
      throw new IllegalStateException("not initialised");
    }
    return watches;
  }

  private Site site() {
    if (site == null) {
      throw new IllegalStateException("not initialised");
    }
    return site;
  }
}
