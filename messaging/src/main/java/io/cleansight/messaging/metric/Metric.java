package io.cleansight.messaging.metric;

import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.EpisodeState;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.contracts.vocabulary.video.ClipState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of ours. Names and labels are part of the interface: dashboards and alerts of a site
 * ask for them, so one that was released stays. The values of labels are given in the order in
 * which the labels are declared.
 */
public enum Metric {
  FRAMES_CAPTURED(
      Kind.COUNTER,
      "frames.captured",
      "Frames taken of a camera: those published, those dropped, and the few under way.",
      Label.CAMERA),
  FRAMES_PUBLISHED(
      Kind.COUNTER, "frames.published", "Frames that Kafka has acknowledged.", Label.CAMERA),
  FRAMES_DROPPED(
      Kind.COUNTER,
      "frames.dropped",
      "Frames taken of a camera and not published; `still` because nothing moved in them.",
      Label.CAMERA,
      Label.of("reason", "kafka_backlog", "kafka_unavailable", "oversize", "still")),
  CAMERA_STATE(
      Kind.GAUGE,
      "camera.state",
      "1 for the state in which the camera is, 0 for the others.",
      Label.CAMERA,
      Label.words("state", CameraStatus.class)),
  CAMERA_TAKEOVER(
      Kind.SLOW,
      "camera.takeover",
      "From a camera's being assigned to this instance to its first frame."),
  SEGMENTS_PUBLISHED(
      Kind.COUNTER,
      "segments.published",
      "Pieces of video that Kafka has acknowledged.",
      Label.CAMERA),
  SEGMENTS_DROPPED(
      Kind.COUNTER, "segments.dropped", "Pieces of video that were not published.", Label.CAMERA),
  INFERENCE(
      Kind.QUICK, "inference", "Decoding, model and post-processing of one frame, by the frame."),
  FRAMES_SKIPPED(
      Kind.COUNTER,
      "frames.skipped",
      "Frames published and not judged: newer ones were waiting, or a later run had begun.",
      Label.words("reason", SkipReason.class)),
  MODEL_RELOADS(
      Kind.COUNTER,
      "model.reloads",
      "Models whose files have changed, by whether the new ones were taken.",
      Label.of("outcome", "taken", "refused")),
  VIOLATIONS(
      Kind.COUNTER,
      "violations",
      "Episodes that were opened and closed; one that is judged again after an aborted"
          + " transaction counts again here, never in the record.",
      Label.open("type", "what the site's rules and models can find"),
      Label.words("state", EpisodeState.class)),
  FRAME_LATENCY(
      Kind.SLOW,
      "frame.latency",
      "Age of a live frame when it is `detected` (its detections are sent), `judged` (its activity"
          + " is sent) and `written` (its row is committed).",
      Label.of("stage", "detected", "judged", "written")),
  BATCH_SIZE(Kind.SIZE, "batch.size", "Records that a listener was given at a time.", Label.TOPIC),
  DEAD_LETTERS(
      Kind.COUNTER,
      "dead.letters",
      "Records that could not be used and went to the dead letters.",
      Label.names("code", ErrorCode.class)),
  FRAMES_WRITTEN(
      Kind.COUNTER,
      "frames.written",
      "Judged frames that the record has counted, each once, after the commit.",
      Label.CAMERA),
  DATABASE_WRITE(
      Kind.QUICK,
      "database.write",
      "One transaction of rows and position, from begin to commit or rollback.",
      Label.TOPIC),
  POSITION_CONFLICTS(
      Kind.COUNTER,
      "position.conflicts",
      "Batches that were not written as the position in the database was not the expected one:"
          + " another instance has moved it, or the database went back.",
      Label.TOPIC),
  REPEATS(
      Kind.COUNTER, "repeats", "Events that came a second time and were passed over.", Label.TOPIC),
  AUDIT_HOURS(Kind.COUNTER, "audit.hours", "Hours of statistics recounted from their rows."),
  AUDIT_DIFFERENCES(
      Kind.COUNTER, "audit.differences", "Hours whose recount differs from what is kept: none."),
  CLIPS(
      Kind.COUNTER,
      "clips",
      "Clips of violations that were made, or could not be.",
      Label.words("state", ClipState.class)),
  ALERTS(
      Kind.COUNTER,
      "alerts",
      "What became of alerts, silenced ones included.",
      Label.words("state", AlertState.class)),
  ALERT_LATENCY(
      Kind.SLOW,
      "alert.latency",
      "From Kafka's having the event that changed an alert to the alert's being sent."),
  NOTIFICATIONS(
      Kind.COUNTER,
      "notifications",
      "What came of notifying one recipient of one state of an alert.",
      Label.CHANNEL,
      Label.words("outcome", NotificationOutcome.class)),
  NOTIFICATION_LATENCY(
      Kind.SLOW,
      "notification.latency",
      "From Kafka's having a notification that is to be delivered to its delivery.",
      Label.CHANNEL),
  EVENTS_BRIDGED(
      Kind.COUNTER, "events.bridged", "Events that were said again as JSON.", Label.TOPIC),
  EVENTS_NOT_BRIDGED(
      Kind.COUNTER,
      "events.not.bridged",
      "Records that were not said again as JSON, by why: what the record refuses, or `TOO_LARGE`.",
      Label.TOPIC,
      Label.open("code", "the codes of dead letters, and `TOO_LARGE`")),
  CREDENTIALS_REFUSED(
      Kind.COUNTER, "credentials.refused", "API keys and tokens that were none, or no longer.");

  /** Of a duration the bounds of its buckets are in seconds. */
  public enum Kind {
    COUNTER,
    GAUGE,
    /** A distribution of numbers of records. */
    SIZE(1, 4, 16, 64, 256, 1024, 4096),
    /** A distribution of durations of work. */
    QUICK(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    /** A distribution of durations in which something waits for others. */
    SLOW(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800);

    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final double[] buckets;

    Kind(double... buckets) {
      this.buckets = buckets;
    }
  }

  private static final String PREFIX = "cleansight.";

  private final Kind kind;
  private final String title;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes none that is not
  private final List<Label> labels;

  Metric(Kind kind, String title, String text, Label... labels) {
    this.kind = kind;
    this.title = PREFIX + title;
    this.text = text;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  /** The name in Micrometer's form. */
  public String title() {
    return title;
  }

  public String text() {
    return text;
  }

  public List<Label> labels() {
    return labels;
  }

  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(title).description(text).tags(tags(values)).register(registry);
  }

  /**
   * Counts from the start for each declared value of its last label: a series that begins with its
   * first event hides that event from Prometheus, which sees changes only.
   *
   * @param others values of the labels before it
   */
  public void countFromZero(MeterRegistry registry, String... others) {
    for (String value : labels.getLast().values()) {
      String[] values = Arrays.copyOf(others, others.length + 1);
      values[others.length] = value;
      counter(registry, values);
    }
  }

  /** A counter that is kept elsewhere. */
  public <T> FunctionCounter counter(
      MeterRegistry registry, T of, ToDoubleFunction<T> count, String... values) {
    return FunctionCounter.builder(title, of, count)
        .description(text)
        .tags(tags(values))
        .register(registry);
  }

  public <T> Gauge gauge(
      MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
    return Gauge.builder(title, of, value).description(text).tags(tags(values)).register(registry);
  }

  public Timer timer(MeterRegistry registry, String... values) {
    Duration[] bounds =
        Arrays.stream(kind.buckets)
            .mapToObj(it -> Duration.ofMillis(Math.round(it * 1000)))
            .toArray(Duration[]::new);
    return Timer.builder(title)
        .description(text)
        .tags(tags(values))
        .serviceLevelObjectives(bounds)
        .register(registry);
  }

  /** Records what lies between; zero, if the clocks of two machines make it negative. */
  public void between(MeterRegistry registry, Instant from, Instant to, String... values) {
    Duration took = Duration.between(from, to);
    timer(registry, values).record(took.isNegative() ? Duration.ZERO : took);
  }

  public DistributionSummary summary(MeterRegistry registry, String... values) {
    return DistributionSummary.builder(title)
        .description(text)
        .tags(tags(values))
        .serviceLevelObjectives(kind.buckets)
        .register(registry);
  }

  private Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(title + " has the labels " + labels);
    }
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i).name(), labels.get(i).value(values[i])));
    }
    return Tags.of(tags);
  }
}
