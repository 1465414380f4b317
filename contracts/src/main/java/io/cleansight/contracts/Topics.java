package io.cleansight.contracts;

import static io.cleansight.contracts.ServiceName.ALERT;
import static io.cleansight.contracts.ServiceName.BRIDGE;
import static io.cleansight.contracts.ServiceName.CAPTURE;
import static io.cleansight.contracts.ServiceName.INFERENCE;
import static io.cleansight.contracts.ServiceName.PERSISTENCE;
import static io.cleansight.contracts.ServiceName.QUERY;
import static io.cleansight.contracts.Topic.compacted;
import static io.cleansight.contracts.Topic.deleted;

import io.cleansight.event.AccountActivity;
import io.cleansight.event.AccountState;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.AuditAnchor;
import io.cleansight.event.AuditEntry;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.CameraRun;
import io.cleansight.event.CameraSource;
import io.cleansight.event.Detections;
import io.cleansight.event.Erasure;
import io.cleansight.event.Evidence;
import io.cleansight.event.Frame;
import io.cleansight.event.Membership;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import io.cleansight.event.Probe;
import io.cleansight.event.Review;
import io.cleansight.event.Segment;
import io.cleansight.event.Silence;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one declaration of Cleansight's topics; services create them from it, Helm and compose render
 * it.
 */
public final class Topics {
  public static final String FRAMES = "cleansight.frames";
  public static final String SEGMENTS = "cleansight.segments";
  public static final String DETECTIONS = "cleansight.detections";
  public static final String ACTIVITY = "cleansight.activity";
  public static final String VIOLATIONS = "cleansight.violations";
  public static final String EVIDENCE = "cleansight.evidence";
  public static final String ALERTS = "cleansight.alerts";
  public static final String NOTIFICATIONS = "cleansight.notifications";
  public static final String NOTIFICATION_REQUESTS = "cleansight.notification-requests";
  public static final String SKIPPED_FRAMES = "cleansight.skipped-frames";
  public static final String CAMERA_HEALTH = "cleansight.camera-health";
  public static final String CAMERA_RUNS = "cleansight.camera-runs";
  public static final String CAMERAS = "cleansight.cameras";
  public static final String CAMERA_SOURCES = "cleansight.camera-sources";
  public static final String ALERT_RULES = "cleansight.alert-rules";
  public static final String ALERT_MEMBERS = "cleansight.alert-members";
  public static final String SILENCES = "cleansight.silences";
  public static final String AUDIT = "cleansight.audit";
  public static final String ERASURES = "cleansight.erasures";
  public static final String AUDIT_ANCHORS = "cleansight.audit-anchors";
  public static final String PROBES = "cleansight.probes";
  public static final String ACCOUNTS = "cleansight.accounts";
  public static final String ACCOUNT_ACTIVITY = "cleansight.account-activity";
  public static final String REVIEWS = "cleansight.reviews";

  private static final String DEAD_LETTER_SUFFIX = ".dlt";
  private static final Duration DAY = Duration.ofDays(1);
  private static final long MIB = 1 << 20;

  private static final List<Topic> SOURCES =
      List.of(
          deleted(FRAMES, Frame.class, Duration.ofMinutes(10))
              .capped(512 * MIB)
              .writtenBy(CAPTURE)
              .workedOffBy(INFERENCE)
              .lookedAtBy(QUERY),
          deleted(SEGMENTS, Segment.class, Duration.ofMinutes(15))
              .capped(512 * MIB)
              .writtenBy(CAPTURE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(QUERY),
          deleted(DETECTIONS, Detections.class, DAY)
              .capped(512 * MIB)
              .writtenBy(INFERENCE)
              .workedOffBy(INFERENCE)
              .lookedAtBy(CAPTURE),
          deleted(ACTIVITY, Activity.class, DAY.multipliedBy(7))
              .writtenBy(INFERENCE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, QUERY, BRIDGE),
          deleted(VIOLATIONS, Violation.class, DAY.multipliedBy(30))
              .writtenBy(INFERENCE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(INFERENCE, ALERT, QUERY, BRIDGE),
          deleted(EVIDENCE, Evidence.class, DAY)
              .capped(1024 * MIB)
              .writtenBy(INFERENCE)
              .workedOffBy(PERSISTENCE),
          deleted(ALERTS, Alert.class, DAY.multipliedBy(30))
              .writtenBy(ALERT)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, QUERY, BRIDGE),
          deleted(NOTIFICATIONS, Notification.class, DAY.multipliedBy(30))
              .writtenBy(ALERT)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, BRIDGE),
          deleted(NOTIFICATION_REQUESTS, NotificationRequest.class, DAY.multipliedBy(7))
              .single()
              .writtenBy(ALERT)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT),
          deleted(SKIPPED_FRAMES, SkippedFrames.class, DAY.multipliedBy(7))
              .writtenBy(INFERENCE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(BRIDGE),
          deleted(CAMERA_HEALTH, CameraHealth.class, DAY.multipliedBy(7))
              .writtenBy(CAPTURE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, QUERY, BRIDGE),
          deleted(REVIEWS, Review.class, DAY.multipliedBy(30))
              .writtenBy(QUERY)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, QUERY, BRIDGE),
          compacted(CAMERAS, Camera.class)
              .spreadByCamera()
              .writtenBy(QUERY, CAPTURE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(CAPTURE, INFERENCE, ALERT, QUERY, BRIDGE),
          compacted(CAMERA_SOURCES, CameraSource.class)
              .spreadByCamera()
              .writtenBy(QUERY, CAPTURE)
              .workedOffBy(CAPTURE),
          compacted(CAMERA_RUNS, CameraRun.class)
              .writtenBy(CAPTURE)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(CAPTURE),
          compacted(ALERT_RULES, AlertRule.class)
              .writtenBy(QUERY)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT, QUERY),
          compacted(SILENCES, Silence.class)
              .writtenBy(QUERY)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT),
          deleted(ALERT_MEMBERS, Membership.class, DAY)
              .single()
              .writtenBy(ALERT)
              .workedOffBy(PERSISTENCE)
              .lookedAtBy(ALERT),
          deleted(AUDIT, AuditEntry.class, DAY.multipliedBy(30))
              .single()
              .writtenBy(QUERY, PERSISTENCE)
              .workedOffBy(PERSISTENCE),
          deleted(ERASURES, Erasure.class, DAY.multipliedBy(60))
              .single()
              .writtenBy(QUERY, PERSISTENCE)
              .workedOffBy(PERSISTENCE),
          deleted(AUDIT_ANCHORS, AuditAnchor.class, DAY.multipliedBy(400))
              .single()
              .writtenBy(PERSISTENCE)
              .workedOffBy(PERSISTENCE),
          deleted(PROBES, Probe.class, Duration.ofMinutes(10))
              .single()
              .writtenBy(QUERY, CAPTURE)
              .workedOffBy(CAPTURE)
              .lookedAtBy(QUERY),
          compacted(ACCOUNTS, AccountState.class).writtenBy(QUERY).workedOffBy(QUERY),
          compacted(ACCOUNT_ACTIVITY, AccountActivity.class).writtenBy(QUERY).workedOffBy(QUERY));

  private static final Set<String> KEYED_BY_CAMERA =
      SOURCES.stream()
          .filter(Topic::spread)
          .map(Topic::name)
          .collect(Collectors.toUnmodifiableSet());

  private Topics() {}

  /** Every topic, dead letters included, in a stable order. */
  public static List<Topic> all() {
    return Stream.concat(SOURCES.stream(), SOURCES.stream().map(Topics::deadLetters)).toList();
  }

  /** All, and those that are there where bridge-service runs, in a stable order. */
  public static List<Topic> withJson() {
    return Stream.concat(all().stream(), JsonTopic.all().stream().map(JsonTopic::topic)).toList();
  }

  /** The topics whose records are events: all but the dead letters. */
  public static List<Topic> sources() {
    return SOURCES;
  }

  /**
   * The topic of that name.
   *
   * @throws IllegalArgumentException if no source topic is called so
   */
  public static Topic source(String name) {
    return SOURCES.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no topic " + name));
  }

  /** Whether that is a topic of events about cameras, whose ids are its keys. */
  public static boolean isKeyedByCamera(String topic) {
    return KEYED_BY_CAMERA.contains(topic);
  }

  /** Where the unusable records of {@code topic} go. */
  public static String deadLetterOf(String topic) {
    return topic + DEAD_LETTER_SUFFIX;
  }

  private static Topic deadLetters(Topic source) {
    return new Topic(
        deadLetterOf(source.name()),
        source.event(),
        source.spread(),
        DAY.multipliedBy(14),
        256 * MIB,
        false,
        Topic.MAX_DEAD_LETTER_BYTES,
        new Topic.Access(
            source.access().deadLetterWriters(), Set.of(ServiceName.PERSISTENCE), Set.of()));
  }
}
