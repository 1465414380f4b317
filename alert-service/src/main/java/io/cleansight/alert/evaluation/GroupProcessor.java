package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Alert;
import io.cleansight.event.Membership;
import io.cleansight.event.Review;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.trace.MessageSpan;
import io.cleansight.rule.AlertDecision;
import io.cleansight.rule.GroupAlertState;
import io.cleansight.rule.Groups;
import io.cleansight.rule.OpenAlert;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge around {@link Groups}; one task has them all. */
final class GroupProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object>
    implements Groups.Out {
  private static final Logger log = LoggerFactory.getLogger(GroupProcessor.class);

  private final AlertRecords alerts;
  private final SettingsVersions revisions;
  private final StreamClock clock;
  private final AlertMeters meters;
  private @Nullable Task task;

  /** The work on the record that is taken; null while time passes. */
  private @Nullable MessageSpan cause;

  /** When Kafka had that record. */
  private @Nullable Instant caused;

  private record Task(Groups groups, KeyValueStore<String, GroupAlertState> kept) {}

  GroupProcessor(
      EventRecords records, SettingsVersions revisions, StreamClock clock, AlertMeters meters) {
    this.alerts = new AlertRecords(records);
    this.revisions = revisions;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    var groups = new Groups(new SiteReader(context, revisions), this);
    var now = new Task(groups, context.getStateStore(EvaluationTopology.GROUP_ALERTS));
    task = now;
    try (var all = now.kept().all()) {
      all.forEachRemaining(it -> groups.restore(UUID.fromString(it.key), it.value));
    }
    clock.seen(groups.now());
    var _ =
        context.schedule(
            EvaluationTopology.TICK,
            PunctuationType.WALL_CLOCK_TIME,
            _ -> groups.advance(clock.tick()));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    clock.seen(appended);
    if (record.value() instanceof Decoded.Event<SpecificRecord>(Membership word)) {
      try (var span = alerts.process(Topics.ALERT_MEMBERS, record);
          var _ = span.logged()) {
        cause = span;
        caused = appended;
        take(word, appended);
        cause = null;
        caused = null;
      }
    }
  }

  private void take(Membership word, Instant appended) {
    Review decision = word.getDecision();
    if (decision != null) {
      task().groups().decided(AlertDecision.of(decision), appended);
    }
    Alert alert = word.getAlert();
    if (alert != null) {
      var member =
          new Groups.Member(
              word.getRuleId(),
              alert.getCameraId(),
              alert.getState(),
              alert.getRaisedAt(),
              alert.getResolvedAt());
      task().groups().member(member, appended);
    }
  }

  @Override
  public void keep(UUID rule, GroupAlertState group) {
    task().kept().put(rule.toString(), group.equals(GroupAlertState.EMPTY) ? null : group);
  }

  @Override
  public void changed(String camera, List<String> members, OpenAlert.Change change) {
    Alert alert = alerts.alert(camera, members, change);
    AlertRecords.tell(log, alert);
    meters.changed(change.state(), caused, Instant.ofEpochMilli(context().currentSystemTimeMs()));
    context().forward(alerts.record(alert, task().groups().now(), cause));
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("not initialised");
    }
    return task;
  }
}
