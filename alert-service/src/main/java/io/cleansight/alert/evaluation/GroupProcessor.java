package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.Membership;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import io.cleansight.rule.Decision;
import io.cleansight.rule.GroupWatch;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The edge around {@link GroupWatch}; one task has them all. */
final class GroupProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private static final Logger log = LoggerFactory.getLogger(GroupProcessor.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final AlertRecords alerts;
  private final Revisions revisions;
  private @Nullable KeyValueStore<String, GroupWatch> groups;
  private @Nullable Site site;

  GroupProcessor(EventRecords records, Revisions revisions) {
    this.alerts = new AlertRecords(records);
    this.revisions = revisions;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    groups = context.getStateStore(EvaluationTopology.GROUPS);
    site = new Site(context, revisions);
    var _ =
        context.schedule(
            LOOK, PunctuationType.WALL_CLOCK_TIME, at -> look(Instant.ofEpochMilli(at)));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    if (!(record.value() instanceof Decoded.Event<SpecificRecord>(Membership word))) {
      return;
    }
    var review = word.getDecision();
    if (review != null) {
      var decision = Decision.of(review);
      all().forEach((rule, group) -> keep(rule, group, group.decided(decision), record.headers()));
    }
    Alert alert = word.getAlert();
    if (alert != null) {
      String rule = word.getRuleId().toString();
      GroupWatch known = groups().get(rule);
      GroupWatch group = known == null ? GroupWatch.EMPTY : known;
      joinOrLeave(alert, group).ifPresent(it -> keep(rule, group, it, record.headers()));
    }
  }

  private Optional<GroupWatch.Outcome> joinOrLeave(Alert alert, GroupWatch group) {
    Instant resolved = alert.getResolvedAt();
    if (resolved != null) {
      return Optional.of(group.left(alert.getCameraId(), resolved));
    }
    return alert.getState().equals(Words.RAISED)
        ? Optional.of(group.joined(alert.getCameraId(), alert.getRaisedAt(), now()))
        : Optional.empty();
  }

  private void look(Instant now) {
    all()
        .forEach(
            (id, group) -> {
              OpenAlert open = group.open();
              Optional<Rule> rule =
                  open == null ? site().rule(UUID.fromString(id)) : Optional.of(open.rule());
              rule.ifPresentOrElse(
                  it -> keep(id, group, group.aged(it, now), null),
                  () -> groups().delete(id)); // a rule taken away before its members were together
            });
  }

  private void keep(
      String rule, GroupWatch before, GroupWatch.Outcome outcome, @Nullable Headers cause) {
    GroupWatch next = outcome.next();
    if (next.equals(GroupWatch.EMPTY)) {
      groups().delete(rule);
    } else if (!next.equals(before)) {
      groups().put(rule, next);
    }
    for (OpenAlert.Change change : outcome.changes()) {
      Alert alert =
          alerts.alert(
              outcome.camera(), outcome.members(), change, silence(change.alert(), outcome));
      log.info("alert {}, {}", change.state(), alert.getMessage());
      context().forward(alerts.record(alert, cause));
    }
  }

  /** A group is silenced if every one of its members is. */
  private Optional<UUID> silence(OpenAlert alert, GroupWatch.Outcome outcome) {
    List<String> cameras =
        outcome.members().isEmpty() ? List.of(outcome.camera()) : outcome.members();
    List<Optional<UUID>> silences =
        cameras.stream()
            .map(camera -> site().silence(alert.rule().id(), camera, alert.raisedAt()))
            .toList();
    return silences.stream().allMatch(Optional::isPresent) ? silences.getFirst() : Optional.empty();
  }

  private Map<String, GroupWatch> all() {
    var all = new HashMap<String, GroupWatch>();
    try (var entries = groups().all()) {
      entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
    }
    return all;
  }

  private Instant now() {
    return Instant.ofEpochMilli(context().currentSystemTimeMs());
  }

  private KeyValueStore<String, GroupWatch> groups() {
    if (groups == null) {
      throw new IllegalStateException("not initialised");
    }
    return groups;
  }

  private Site site() {
    if (site == null) {
      throw new IllegalStateException("not initialised");
    }
    return site;
  }
}
