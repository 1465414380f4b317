package io.cleansight.inference.judge;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.Detections;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Step;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import io.cleansight.inference.judge.CameraState.Done;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.inference.judge.CameraState.Outcome;
import io.cleansight.inference.judge.CameraState.PersonSeen;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Region;
import io.cleansight.inference.track.Trait;
import io.cleansight.inference.zone.Deed;
import io.cleansight.inference.zone.Room;
import io.cleansight.messaging.DeadLetter;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
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

  /**
   * A camera silent for so long has ended, for instance a recorded file: its open episodes are
   * closed. One that goes on after all closes them again, later: the last word holds.
   */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final String HAIRNET = "hairnet";

  private final EventRecords records;
  private final Clock clock;
  private final Map<String, Instant> heardOf = new HashMap<>();
  private @Nullable KeyValueStore<String, CameraState> store;
  private @Nullable KeyValueStore<String, Room> rooms;

  JudgeProcessor(EventRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    store = context.getStateStore(JudgeTopology.STORE);
    rooms = context.getStateStore(JudgeTopology.ROOMS);
    try (var known = store().all()) {
      known.forEachRemaining(camera -> heardOf.put(camera.key, clock.instant()));
    }
    context.schedule(SILENCE.dividedBy(3), PunctuationType.WALL_CLOCK_TIME, _ -> endTheSilent());
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    String topic = context().recordMetadata().orElseThrow().topic();
    if (topic.equals(Topics.CAMERAS) && record.value() == null) {
      rooms().delete(record.key()); // the camera's settings were withdrawn
      return;
    }
    Inbox inbox = Inbox.of(List.of(asConsumed(record)));
    if (topic.equals(Topics.DETECTIONS)) {
      // What settings cannot be read is persistence's to bury: it follows the same topic.
      inbox.deadLetters().forEach(letter -> bury(letter, topic));
    }
    for (var letter : inbox.letters()) {
      switch (letter.event()) {
        case Detections seen -> judge(seen, record);
        case Camera settings -> rooms().put(settings.getCameraId(), Rooms.of(settings));
        default -> throw new IllegalStateException(topic + " holds no such event");
      }
    }
  }

  private void judge(Detections seen, Record<String, ?> cause) {
    String camera = seen.getCameraId();
    heardOf.put(camera, clock.instant());
    CameraState before = store().get(camera);
    var frame = FrameRef.of(seen);
    List<Trait> traits =
        seen.getObjects().stream()
            .map(
                it ->
                    new Trait(
                        it.getLabel(), it.getScore(), region(it.getBox()), it.getAppearance()))
            .toList();
    CameraState known = before == null ? CameraState.NEW : before;
    switch (known.take(frame, traits, room(camera), seen.getHeight())) {
      case Outcome.Judged(var judgement) -> {
        store().put(camera, judgement.next());
        send(
            Topics.ACTIVITY,
            seen.getFrameId(),
            seen.getCapturedAt(),
            activity(seen, judgement),
            cause);
        judgement.changed().forEach(episode -> send(camera, episode, cause));
      }
      case Outcome.Outdated() ->
          send(
              Topics.SKIPPED_FRAMES,
              seen.getFrameId(),
              seen.getCapturedAt(),
              outdated(seen),
              cause);
      case Outcome.Repeated() -> {} // it was judged when it came first
    }
  }

  private static SkippedFrames outdated(Detections seen) {
    return SkippedFrames.newBuilder()
        .setCameraId(seen.getCameraId())
        .setEpoch(seen.getEpoch())
        .setGeneration(seen.getGeneration())
        .setReason(Words.OUTDATED)
        .setFirstSequence(seen.getSequence())
        .setLastSequence(seen.getSequence())
        .setFrames(1)
        .setCapturedAt(seen.getCapturedAt())
        .setUntimely(seen.getUntimely())
        .build();
  }

  private void endTheSilent() {
    Instant since = clock.instant().minus(SILENCE);
    heardOf.entrySet().removeIf(heard -> heard.getValue().isBefore(since) && end(heard.getKey()));
  }

  private boolean end(String camera) {
    CameraState state = store().get(camera);
    if (state != null && !state.silent()) {
      state.ended().forEach(episode -> send(camera, episode, null));
      store().put(camera, state.silenced());
    }
    return true;
  }

  private void send(String camera, Episode episode, @Nullable Record<String, ?> cause) {
    Instant closedAt = episode.closedAt();
    var violation =
        Violation.newBuilder()
            .setViolationId(episode.violationId())
            .setCameraId(camera)
            .setType(episode.type())
            .setState(closedAt == null ? Words.OPENED : Words.CLOSED)
            .setEpoch(episode.frame().epoch())
            .setTrackId(episode.trackId())
            .setOpenedAt(episode.frame().at())
            .setClosedAt(closedAt)
            .setConfidence(episode.confidence())
            .setBox(box(episode.region()))
            .setFrameId(episode.frame().id())
            .setSequence(episode.frame().sequence())
            .setFramePartition(episode.frame().partition())
            .setFrameOffset(episode.frame().offset())
            .setReason(episode.reason())
            .setSeverity(episode.severity())
            .setTimeline(episode.timeline().stream().map(JudgeProcessor::step).toList())
            .setGeneration(episode.frame().generation())
            .setUntimely(episode.frame().untimely())
            .build();
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

  private void bury(DeadLetter letter, String topic) {
    log.warn("dead letter {}", letter);
    var record = letter.record();
    String key = record.key();
    context()
        .forward(
            new Record<>(key, record.value(), clock.millis(), record.headers()),
            Topics.deadLetterOf(topic));
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

  private KeyValueStore<String, Room> rooms() {
    if (rooms == null) {
      throw new IllegalStateException("not initialised");
    }
    return rooms;
  }

  private KeyValueStore<String, CameraState> store() {
    if (store == null) {
      throw new IllegalStateException("not initialised");
    }
    return store;
  }

  private static Activity activity(Detections seen, Judgement judgement) {
    List<PersonSeen> people = judgement.people();
    return Activity.newBuilder()
        .setFrameId(seen.getFrameId())
        .setCameraId(seen.getCameraId())
        .setEpoch(seen.getEpoch())
        .setSequence(seen.getSequence())
        .setCapturedAt(seen.getCapturedAt())
        .setWidth(seen.getWidth())
        .setHeight(seen.getHeight())
        .setSourceKind(seen.getSourceKind())
        .setFramePartition(seen.getFramePartition())
        .setFrameOffset(seen.getFrameOffset())
        .setPeople(people.stream().map(JudgeProcessor::person).toList())
        .setHairnetViolations(
            (int)
                people.stream()
                    .filter(shown -> Finding.of(HAIRNET, shown.person()) == Finding.VIOLATING)
                    .count())
        .setEvents(judgement.done().stream().map(JudgeProcessor::event).toList())
        .setProcessingMicros(seen.getInferenceMicros())
        .setFps(judgement.framesPerSecond())
        .setModel(seen.getModel())
        .setGeneration(seen.getGeneration())
        .setUntimely(seen.getUntimely())
        .build();
  }

  private static Person person(PersonSeen seen) {
    Observation person = seen.person();
    List<Verdict> verdicts =
        Finding.ITEMS.stream()
            .filter(item -> item.equals(HAIRNET) || Finding.look(item, person).isPresent())
            .map(
                item ->
                    new Verdict(
                        item,
                        Finding.of(item, person).word(),
                        Finding.look(item, person).map(look -> (float) look.score()).orElse(0f)))
            .toList();
    return new Person(
        seen.trackId(), box(person.region()), (float) person.score(), verdicts, seen.zones());
  }

  private static HygieneEvent event(Done done) {
    Deed deed = done.deed();
    return new HygieneEvent(deed.type(), done.trackId(), deed.at(), deed.took().toMillis());
  }

  private static Step step(Deed deed) {
    return new Step(deed.type(), deed.at(), deed.took().toMillis());
  }

  private Room room(String camera) {
    Room known = rooms().get(camera);
    return known == null ? Room.UNKNOWN : known;
  }

  private static Region region(Box box) {
    return new Region(box.getX(), box.getY(), box.getWidth(), box.getHeight());
  }

  private static Box box(Region region) {
    return new Box(region.x(), region.y(), region.width(), region.height());
  }
}
