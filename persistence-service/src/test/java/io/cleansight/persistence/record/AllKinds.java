package io.cleansight.persistence.record;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.AuditEntry;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Erasure;
import io.cleansight.event.ErasureExemption;
import io.cleansight.event.Notification;
import io.cleansight.event.Review;
import io.cleansight.event.Silence;
import io.cleansight.event.SkippedFrames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of all kinds but those of {@link Traffic}, about a few cameras, alerts and people. */
final class AllKinds {
  private static final UUID RULE = new UUID(7, 1);
  private static final UUID SILENCE = new UUID(7, 2);
  private static final UUID NEVER = new UUID(7, 3);
  private static final String CAMERA = "cam-3";

  private final Traffic traffic;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private long commands;

  AllKinds(Traffic traffic) {
    this.traffic = traffic;
  }

  /** Cameras, rules and silences that are set, changed and withdrawn. */
  void settings() {
    for (String name : List.of("first", "second")) {
      traffic.send(
          Topics.CAMERAS,
          CAMERA,
          Camera.newBuilder()
              .setCameraId(CAMERA)
              .setName(name)
              .setEnabled(true)
              .setZones(List.of())
              .build());
      traffic.send(Topics.ALERT_RULES, RULE.toString(), rule(RULE, name));
      traffic.send(Topics.SILENCES, SILENCE.toString(), silence(name));
    }
    AlertRule known = DefaultRules.all().getFirst();
    String key = known.getRuleId().toString();
    traffic.send(Topics.ALERT_RULES, key, rule(known.getRuleId(), "changed"));
    traffic.withdraw(Topics.ALERT_RULES, key);
    traffic.withdraw(Topics.SILENCES, SILENCE.toString());
    traffic.send(Topics.SILENCES, SILENCE.toString(), silence("third"));
    traffic.send(
        Topics.AUDIT,
        "mei",
        AuditEntry.newBuilder()
            .setEntryId(new UUID(7, 4))
            .setAt(start)
            .setWho("mei")
            .setRole("admin")
            .setAction("rule_set")
            .setTarget(RULE.toString())
            .setAddress("127.0.0.1")
            .build());
    traffic.flush();
  }

  /** A camera's states, and frames of it that were skipped. */
  void health() {
    for (int i = 0; i < 20; i++) {
      traffic.send(
          Topics.CAMERA_HEALTH,
          CAMERA,
          CameraHealth.newBuilder()
              .setCameraId(CAMERA)
              .setAt(start.plusSeconds(3500 + 5L * i))
              .setState(i % 7 == 6 ? "offline" : "online")
              .setSourceKind("live")
              .setEpoch(start)
              .setFps(2)
              .setCaptured(i)
              .setPublished(i)
              .setDropped(Map.of())
              .build());
      traffic.send(
          Topics.SKIPPED_FRAMES,
          CAMERA,
          SkippedFrames.newBuilder()
              .setCameraId(CAMERA)
              .setEpoch(start)
              .setGeneration(1)
              .setReason(i % 5 == 4 ? SkipReason.OUTDATED.word() : SkipReason.STALE.word())
              .setFirstSequence(3L * i)
              .setLastSequence(3L * i + 2)
              .setFrames(3)
              .setCapturedAt(start.plusSeconds(60L * i))
              .build());
    }
    traffic.flush();
  }

  void alert(UUID id, String state, @Nullable Instant resolvedAt) {
    traffic.send(
        Topics.ALERTS,
        CAMERA,
        Alert.newBuilder()
            .setAlertId(id)
            .setRuleId(RULE)
            .setRuleName("rule")
            .setAlertType("violation_threshold")
            .setCameraId(CAMERA)
            .setState(state)
            .setPriority("high")
            .setWindowStart(start)
            .setRaisedAt(start)
            .setCount(5)
            .setMessage(state)
            .setViolationIds(List.of())
            .setChannels(List.of("webhook"))
            .setResolvedAt(resolvedAt)
            .build());
    traffic.flush();
  }

  void notification(UUID alert, String recipient, String outcome, @Nullable String error) {
    traffic.send(
        Topics.NOTIFICATIONS,
        CAMERA,
        Notification.newBuilder()
            .setAlertId(alert)
            .setCameraId(CAMERA)
            .setChannel("webhook")
            .setRecipient(recipient)
            .setState(AlertState.RAISED.word())
            .setOutcome(outcome)
            .setAttempts(1)
            .setError(error)
            .setAt(start)
            .build());
    traffic.flush();
  }

  void review(String camera, String target, UUID id, String status, @Nullable Integer version) {
    traffic.send(
        Topics.REVIEWS,
        camera,
        Review.newBuilder()
            .setCommandId(new UUID(8, ++commands))
            .setCameraId(camera)
            .setTarget(target)
            .setTargetId(id)
            .setStatus(status)
            .setExpectedVersion(version)
            .setHandledBy("mei")
            .setDecidedAt(start.plusSeconds(commands))
            .setNotes("note " + commands)
            .build());
    traffic.flush();
  }

  /** Of cameras and a time, but for a violation that is held; its records are not. */
  void erasure(List<String> cameras, Instant from, Instant to, UUID held) {
    var id = new UUID(7, 5);
    traffic.send(
        Topics.ERASURES,
        id.toString(),
        Erasure.newBuilder()
            .setErasureId(id)
            .setCameraIds(cameras)
            .setFromAt(from)
            .setToAt(to)
            .setReason("asked for")
            .setRequestedBy("mei")
            .setRequestedAt(start)
            .setKept(List.of(new ErasureExemption(held, "another", from, to)))
            .build());
    traffic.flush();
  }

  /** About something that never comes. */
  void reviewOfNothing() {
    review(CAMERA, "violation", NEVER, "confirmed", null);
    review(CAMERA, "camera", NEVER, "confirmed", null);
  }

  String camera() {
    return CAMERA;
  }

  Instant start() {
    return start;
  }

  private static AlertRule rule(UUID id, String name) {
    return AlertRule.newBuilder()
        .setRuleId(id)
        .setName(name)
        .setRuleType("violation_threshold")
        .setConditions("{\"threshold\": 5, \"duration_minutes\": 10}")
        .setNotificationChannels(List.of("webhook"))
        .setRecipients(List.of())
        .setEnabled(true)
        .setPriority("high")
        .build();
  }

  private Silence silence(String comment) {
    return Silence.newBuilder()
        .setSilenceId(SILENCE)
        .setKind("silence")
        .setComment(comment)
        .setCameraIds(List.of(CAMERA))
        .setLabels(List.of())
        .setRuleIds(List.of())
        .setStartsAt(start)
        .setEndsAt(start.plusSeconds(60))
        .setCreatedBy("mei")
        .build();
  }
}
