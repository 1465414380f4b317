package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.EpisodeState;
import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.event.Activity;
import io.cleansight.event.Detections;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Step;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import io.cleansight.event.WorkEntry;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.judge.CameraState.Done;
import io.cleansight.inference.judge.CameraState.Entered;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.inference.judge.CameraState.PersonSeen;
import io.cleansight.inference.judge.CameraState.Visited;
import io.cleansight.inference.track.Bodies;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.zone.CompletedStep;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was judged, in the words of the wire; and what was seen, out of them. */
final class JudgeEvents {
  private JudgeEvents() {}

  static List<Detection> detections(Detections seen) {
    return seen.getObjects().stream()
        .map(
            it -> new Detection(it.getLabel(), it.getScore(), box(it.getBox()), it.getAppearance()))
        .toList();
  }

  static Activity activity(Detections seen, Judgement judgement, CameraSettings settings) {
    List<PersonSeen> people = judgement.people();
    return ofFrame(seen)
        .setPeople(people.stream().map(JudgeEvents::person).toList())
        .setHairnetViolations(bareHeads(people))
        .setEvents(judgement.done().stream().map(JudgeEvents::event).toList())
        .setFps(judgement.framesPerSecond())
        .setWorkEntries(judgement.entered().stream().map(JudgeEvents::workEntry).toList())
        .setVisits(judgement.visits().stream().map(JudgeEvents::visit).toList())
        .setSaveStrategy(settings.saveStrategy())
        .setSaveInterval(settings.saveInterval())
        .setHeads(heads(seen))
        .build();
  }

  /** What does not depend on any judgement. */
  private static Activity.Builder ofFrame(Detections seen) {
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
        .setProcessingMicros(seen.getInferenceMicros())
        .setModel(seen.getModel())
        .setGeneration(seen.getGeneration())
        .setUntimely(seen.getUntimely());
  }

  /**
   * @param seen the frame that opened it; null if it closes
   */
  static Violation violation(String camera, Episode episode, @Nullable Detections seen) {
    Episode.OfVisit visit = episode.visit();
    Episode.Because because = episode.because();
    return ofOpening(episode.frame())
        .setViolationId(episode.violationId())
        .setCameraId(camera)
        .setType(episode.type())
        .setState(
            episode.closedAt() == null ? EpisodeState.OPENED.word() : EpisodeState.CLOSED.word())
        .setTrackId(episode.trackId())
        .setClosedAt(episode.closedAt())
        .setConfidence(episode.confidence())
        .setBox(box(episode.box()))
        .setReason(episode.reason())
        .setReasonCode(because == null ? null : because.code())
        .setReasonParameters(because == null ? Map.of() : because.parameters())
        .setSeverity(episode.severity())
        .setTimeline(episode.timeline().stream().map(JudgeEvents::step).toList())
        .setHeads(headsAtOpening(episode, seen))
        .setVisitId(visit == null ? null : visit.id())
        .setVisitStartedAt(visit == null ? null : visit.startedAt())
        .setZones(episode.zones())
        .build();
  }

  /** What is told of the frame that opened it. */
  private static Violation.Builder ofOpening(FrameRef frame) {
    return Violation.newBuilder()
        .setEpoch(frame.epoch())
        .setGeneration(frame.generation())
        .setOpenedAt(frame.at())
        .setFrameId(frame.id())
        .setSequence(frame.sequence())
        .setFramePartition(frame.partition())
        .setFrameOffset(frame.offset())
        .setUntimely(frame.untimely());
  }

  static SkippedFrames outdated(Detections seen) {
    return SkippedFrames.newBuilder()
        .setCameraId(seen.getCameraId())
        .setEpoch(seen.getEpoch())
        .setGeneration(seen.getGeneration())
        .setReason(SkipReason.OUTDATED.word())
        .setFirstSequence(seen.getSequence())
        .setLastSequence(seen.getSequence())
        .setFrames(1)
        .setCapturedAt(seen.getCapturedAt())
        .setUntimely(seen.getUntimely())
        .build();
  }

  /** Null if that is not the frame that opens it. */
  private static @Nullable List<io.cleansight.event.Box> headsAtOpening(
      Episode episode, @Nullable Detections seen) {
    return seen != null
            && seen.getFrameId().equals(episode.frame().id())
            && episode.closedAt() == null
        ? heads(seen)
        : null;
  }

  private static List<io.cleansight.event.Box> heads(Detections seen) {
    return Bodies.faces(detections(seen)).stream().map(JudgeEvents::box).toList();
  }

  private static int bareHeads(List<PersonSeen> people) {
    return (int)
        people.stream()
            .filter(
                shown ->
                    ItemVerdict.of(ItemVerdict.HAIRNET, shown.person())
                        == ComplianceVerdict.VIOLATING)
            .count();
  }

  private static Person person(PersonSeen seen) {
    Observation person = seen.person();
    List<Verdict> verdicts =
        ItemVerdict.ITEMS.stream()
            .filter(
                item ->
                    item.equals(ItemVerdict.HAIRNET)
                        || ItemVerdict.detection(item, person).isPresent())
            .map(item -> verdict(item, person))
            .toList();
    return new Person(
        seen.trackId(), box(person.box()), (float) person.score(), verdicts, seen.zones());
  }

  private static Verdict verdict(String item, Observation person) {
    float score = ItemVerdict.detection(item, person).map(it -> (float) it.score()).orElse(0f);
    return new Verdict(item, ItemVerdict.of(item, person).word(), score);
  }

  private static WorkEntry workEntry(Entered entered) {
    return new WorkEntry(entered.trackId(), entered.verdict().word());
  }

  private static io.cleansight.event.Visit visit(Visited visited) {
    Visit.News news = visited.news();
    return new io.cleansight.event.Visit(
        news.id(),
        visited.trackId(),
        news.startedAt(),
        news.begun(),
        news.judged(),
        news.zones().stream().sorted().toList());
  }

  private static HygieneEvent event(Done done) {
    CompletedStep step = done.step();
    return new HygieneEvent(step.type(), done.trackId(), step.at(), step.took().toMillis());
  }

  private static Step step(CompletedStep step) {
    return new Step(step.type(), step.at(), step.took().toMillis());
  }

  private static Box box(io.cleansight.event.Box box) {
    return new Box(box.getX(), box.getY(), box.getWidth(), box.getHeight());
  }

  private static io.cleansight.event.Box box(Box box) {
    return new io.cleansight.event.Box(box.x(), box.y(), box.width(), box.height());
  }
}
