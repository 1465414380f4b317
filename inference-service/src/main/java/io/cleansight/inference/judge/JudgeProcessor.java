package io.cleansight.inference.judge;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Camera;
import io.cleansight.event.Detections;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.read.SortedBatch;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge around {@link CameraState}: reads events and state, writes events and state, decides
 * nothing.
 */
final class JudgeProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private static final Logger log = LoggerFactory.getLogger(JudgeProcessor.class);

  private final EventRecords records;
  private final Clock clock;
  private @Nullable Cameras cameras;
  private SilentCameras silent = new SilentCameras();

  JudgeProcessor(EventRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /** Also when the task's stores were restored: nothing of before is at hand then. */
  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    cameras =
        Cameras.load(
            context.getStateStore(JudgeTopology.STORE), context.getStateStore(JudgeTopology.ROOMS));
    silent = new SilentCameras();
    cameras.known().forEach(camera -> silent.heard(camera, clock.instant()));
    // A camera that goes on after all closes its episodes again, later: the last word holds.
    context.schedule(
        SilentCameras.SILENCE.dividedBy(3),
        PunctuationType.WALL_CLOCK_TIME,
        _ -> silent.ended(clock.instant()).forEach(this::end));
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    String topic = context().recordMetadata().orElseThrow().topic();
    SortedBatch sorted = SortedBatch.of(List.of(asConsumed(record)));
    sorted.tombstones().forEach(it -> cameras().withdrawSettings(it.key()));
    if (topic.equals(Topics.DETECTIONS)) {
      // Settings that cannot be read go to the dead letters by persistence, which follows them,
      // too.
      sorted.deadLetters().forEach(this::sendToDeadLetters);
    }
    for (var consumed : sorted.events()) {
      switch (consumed.event()) {
        case Detections seen -> judge(seen, record);
        case Camera camera -> cameras().set(camera.getCameraId(), CameraSettings.of(camera));
        default -> throw new IllegalStateException(topic + " holds no such event");
      }
    }
  }

  private void judge(Detections seen, Record<String, ?> cause) {
    String camera = seen.getCameraId();
    CameraSettings settings = cameras().settings(camera);
    silent.heard(camera, clock.instant());
    JudgeResult outcome =
        cameras()
            .state(camera)
            .take(
                FrameRef.of(seen), JudgeEvents.detections(seen), settings.room(), seen.getHeight());
    switch (outcome) {
      case JudgeResult.Judged(var judgement) -> {
        cameras().put(camera, judgement.next(), SourceKind.LIVE.is(seen.getSourceKind()));
        var activity = JudgeEvents.activity(seen, judgement, settings);
        send(Topics.ACTIVITY, seen.getFrameId(), seen.getCapturedAt(), activity, cause);
        judgement.changed().forEach(episode -> send(camera, episode, seen, cause));
      }
      case JudgeResult.Outdated() -> {
        var skipped = JudgeEvents.outdated(seen);
        send(Topics.SKIPPED_FRAMES, seen.getFrameId(), seen.getCapturedAt(), skipped, cause);
      }
      case JudgeResult.Repeated() -> {} // it was judged when it came first
    }
  }

  private void end(String camera) {
    CameraState state = cameras().state(camera);
    if (!state.silent()) {
      state.ended().forEach(episode -> send(camera, episode, null, null));
      cameras().put(camera, state.silenced(), true);
    }
  }

  private void send(
      String camera,
      Episode episode,
      @Nullable Detections seen,
      @Nullable Record<String, ?> cause) {
    var violation = JudgeEvents.violation(camera, episode, seen);
    Instant closedAt = episode.closedAt();
    log.info(
        "{}: {} {}, {}", camera, violation.getType(), violation.getState(), violation.getReason());
    send(
        Topics.VIOLATIONS,
        episode.violationId(),
        closedAt == null ? episode.frame().at() : closedAt,
        violation,
        cause);
  }

  private void send(
      String topic, UUID id, Instant at, SpecificRecord event, @Nullable Record<String, ?> cause) {
    var headers = records.headers(id, at, event, cause == null ? null : cause.headers());
    String camera = String.valueOf(event.get(event.getSchema().getField("camera_id").pos()));
    context().forward(new Record<>(camera, event, clock.millis(), headers), topic);
  }

  private void sendToDeadLetters(DeadLetter letter) {
    log.warn("dead letter {}", letter);
    var record = letter.record();
    context()
        .forward(
            new Record<>(record.key(), record.value(), clock.millis(), record.headers()),
            record.topic());
  }

  private ConsumerRecord<String, Decoded<SpecificRecord>> asConsumed(
      Record<String, Decoded<SpecificRecord>> record) {
    var place = context().recordMetadata().orElseThrow();
    var consumed =
        new ConsumerRecord<>(
            place.topic(), place.partition(), place.offset(), record.key(), record.value());
    record.headers().forEach(consumed.headers()::add);
    return consumed;
  }

  private Cameras cameras() {
    if (cameras == null) {
      throw new IllegalStateException("not initialised");
    }
    return cameras;
  }
}
