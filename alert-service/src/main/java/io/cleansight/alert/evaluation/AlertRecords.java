package io.cleansight.alert.evaluation;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.event.Alert;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.trace.MessageSpan;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Alerts as records. */
final class AlertRecords {
  private final EventRecords records;

  AlertRecords(EventRecords records) {
    this.records = records;
  }

  /** Begins the work on a record of that topic. */
  MessageSpan process(String topic, Record<String, ?> record) {
    return records
        .tracing()
        .process(topic, record.key(), record.headers(), ConsumerGroups.ALERT_EVALUATION);
  }

  /**
   * A state of an alert, stamped with the time of that state in event time.
   *
   * @param members empty: the alert is of its camera alone
   */
  Alert alert(String camera, List<String> members, OpenAlert.Change change) {
    OpenAlert alert = change.alert();
    Rule rule = alert.rule();
    Statement said = alert.statement();
    boolean escalated = change.state() == AlertState.ESCALATED;
    Rule.Told told =
        escalated && !rule.escalation().channels().isEmpty() ? rule.escalation() : rule.told();
    return Alert.newBuilder()
        .setAlertId(alert.id())
        .setRuleId(rule.id())
        .setRuleName(rule.name())
        .setAlertType(rule.type())
        .setCameraId(camera)
        .setState(change.state().word())
        .setPriority(rule.priority())
        .setWindowStart(alert.windowStart())
        .setRaisedAt(alert.raisedAt())
        .setResolvedAt(alert.resolvedAt())
        .setCount(alert.count())
        .setMessage(alert.message(where(camera, members)))
        .setMessageCode(said.code())
        .setMessageParameters(said.parameters())
        .setViolationIds(alert.violationIds())
        .setChannels(told.channels())
        .setRecipients(told.recipients())
        .setMembers(members)
        .setSilenceId(alert.handling().silence())
        .setHandledBy(alert.handling().by())
        .build();
  }

  /**
   * @param now the broker's time
   */
  Record<String, Object> record(Alert alert, Instant now, @Nullable MessageSpan cause) {
    if (cause != null) {
      cause.note("alert " + alert.getState());
    }
    Instant resolved = alert.getResolvedAt();
    Instant at = resolved == null ? alert.getRaisedAt() : resolved;
    return new Record<>(
        alert.getCameraId(),
        alert,
        now.toEpochMilli(),
        records.headers(Topics.ALERTS, UUID.randomUUID(), at, alert, cause));
  }

  static void tell(Logger log, Alert alert) {
    log.atInfo()
        .addKeyValue(LogKeys.CAMERA, alert.getCameraId())
        .addKeyValue(LogKeys.ALERT, alert.getAlertId())
        .log("alert {}, {}", alert.getState(), alert.getMessage());
  }

  private static String where(String camera, List<String> members) {
    if (members.size() < 2) {
      return members.isEmpty() ? camera : members.getFirst();
    }
    String named = String.join(", ", members.subList(0, Math.min(5, members.size())));
    return members.size() + " cameras (" + named + (members.size() > 5 ? ", …)" : ")");
  }
}
