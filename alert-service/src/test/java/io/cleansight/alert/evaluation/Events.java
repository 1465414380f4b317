package io.cleansight.alert.evaluation;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.EpisodeState;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.event.Activity;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Box;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Person;
import io.cleansight.event.Review;
import io.cleansight.event.Silence;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events as other services write them. */
final class Events {
  private Events() {}

  static AlertRule.Builder rule(String type, String conditions) {
    return AlertRule.newBuilder(DefaultRules.all().getFirst())
        .setRuleId(UUID.randomUUID())
        .setRuleType(type)
        .setConditions(conditions);
  }

  static CameraHealth health(String camera, String state, Instant at) {
    return CameraHealth.newBuilder()
        .setCameraId(camera)
        .setAt(at)
        .setState(state)
        .setSourceKind(SourceKind.LIVE.word())
        .setEpoch(at)
        .setFps(5)
        .setCaptured(0)
        .setPublished(0)
        .setDropped(Map.of())
        .build();
  }

  static Activity frame(String camera, Instant epoch, Instant at, List<Person> people) {
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, at, 0))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setSequence(0)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(360)
        .setSourceKind(SourceKind.LIVE.word())
        .setFramePartition(0)
        .setFrameOffset(0)
        .setPeople(people)
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(5)
        .setModel("model")
        .build();
  }

  static Person person(long track, String zone, String hairnet) {
    return Person.newBuilder()
        .setTrackId(track)
        .setBox(new Box(0.25, 0.25, 0.125, 0.125))
        .setScore(0.75f)
        .setVerdicts(List.of(new Verdict("hairnet", hairnet, 0.75f)))
        .setZones(zone.isEmpty() ? List.of() : List.of(zone))
        .build();
  }

  static Violation violation(String camera, Instant at) {
    return Violation.newBuilder()
        .setViolationId(UUID.randomUUID())
        .setCameraId(camera)
        .setType(ViolationType.NO_HAIRNET.word())
        .setState(EpisodeState.OPENED.word())
        .setEpoch(at)
        .setTrackId(1)
        .setOpenedAt(at)
        .setConfidence(0.75)
        .setBox(new Box(0.25, 0.25, 0.125, 0.125))
        .setFrameId(Ids.frame(camera, at, 0))
        .setSequence(0)
        .setFramePartition(0)
        .setFrameOffset(0)
        .setReason("for the test")
        .build();
  }

  static Silence silence(String kind, String camera, Instant from, Instant to) {
    return Silence.newBuilder()
        .setSilenceId(UUID.randomUUID())
        .setKind(kind)
        .setComment("the floor is being washed")
        .setCameraIds(List.of(camera))
        .setStartsAt(from)
        .setEndsAt(to)
        .setCreatedBy("ann")
        .build();
  }

  static Review review(UUID alert, String camera, String status, Instant at) {
    return Review.newBuilder()
        .setCommandId(UUID.randomUUID())
        .setCameraId(camera)
        .setTarget("alert")
        .setTargetId(alert)
        .setStatus(status)
        .setHandledBy("ann")
        .setDecidedAt(at)
        .build();
  }
}
