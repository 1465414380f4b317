package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Camera;
import io.cleansight.event.Detections;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.messaging.read.SortedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Judges the cameras of one task: for each record, what to store and what to send. It knows what
 * its stores hold from the beginning and takes what it says to be stored for stored.
 */
@NotThreadSafe
final class Judge {
  private final Cameras cameras;
  private final SilentCameras silent = new SilentCameras();

  /**
   * Goes on from what is stored; silence is counted from {@code now} on.
   *
   * @param states by camera
   * @param settings by camera
   */
  Judge(Map<String, CameraState> states, Map<String, CameraSettings> settings, Instant now) {
    cameras = new Cameras(states, settings);
    states.keySet().forEach(camera -> silent.heard(camera, now));
  }

  /** Takes a record of a topic as it was read. */
  List<JudgeAction> take(
      String topic, @Nullable String key, @Nullable Decoded<SpecificRecord> value, Instant now) {
    return switch (SortedRecord.of(topic, key, value)) {
      case SortedRecord.Event(Detections seen) -> judge(seen, now);
      case SortedRecord.Event(Camera camera) ->
          cameras.set(camera.getCameraId(), CameraSettings.of(camera));
      case SortedRecord.Event(_) -> throw new IllegalStateException(topic + " holds no such event");
      case SortedRecord.Tombstone(var camera) -> cameras.withdrawSettings(camera);
      // Settings that cannot be read go to the dead letters by persistence, which follows them,
      // too.
      case SortedRecord.Unusable(var why) ->
          topic.equals(Topics.DETECTIONS)
              ? List.of(new JudgeAction.SendDeadLetter(why))
              : List.of();
    };
  }

  /**
   * Takes cameras of which nothing has come for a while to have ended. One that goes on after all
   * closes its episodes again, later: the last word holds.
   */
  List<JudgeAction> endSilent(Instant now) {
    return silent.ended(now).stream().flatMap(camera -> end(camera).stream()).toList();
  }

  private List<JudgeAction> judge(Detections seen, Instant now) {
    String camera = seen.getCameraId();
    silent.heard(camera, now);
    JudgeResult result =
        cameras
            .state(camera)
            .take(
                FrameRef.of(seen),
                JudgeEvents.detections(seen),
                cameras.settings(camera).room(),
                seen.getHeight());
    return switch (result) {
      case JudgeResult.Judged(var judgement) -> judged(seen, judgement);
      case JudgeResult.Outdated() ->
          List.of(ofFrame(Topics.SKIPPED_FRAMES, seen, JudgeEvents.outdated(seen)));
      case JudgeResult.Repeated() -> List.of(); // it was judged when it came first
    };
  }

  private List<JudgeAction> judged(Detections seen, Judgement judgement) {
    String camera = seen.getCameraId();
    var actions = new ArrayList<JudgeAction>();
    boolean live = SourceKind.LIVE.is(seen.getSourceKind());
    cameras.put(camera, judgement.next(), live).ifPresent(actions::add);
    var activity = JudgeEvents.activity(seen, judgement, cameras.settings(camera));
    actions.add(ofFrame(Topics.ACTIVITY, seen, activity));
    judgement.changed().forEach(episode -> actions.add(violation(camera, episode, seen)));
    return List.copyOf(actions);
  }

  private List<JudgeAction> end(String camera) {
    CameraState state = cameras.state(camera);
    if (state.silent()) {
      return List.of();
    }
    var actions = new ArrayList<JudgeAction>();
    state.ended().forEach(episode -> actions.add(violation(camera, episode, null)));
    cameras.put(camera, state.silenced(), true).ifPresent(actions::add);
    return List.copyOf(actions);
  }

  private static JudgeAction ofFrame(String topic, Detections seen, SpecificRecord event) {
    return new JudgeAction.Send(
        topic,
        seen.getCameraId(),
        Ids.event(topic, seen.getFrameId()),
        seen.getCapturedAt(),
        event);
  }

  private static JudgeAction violation(String camera, Episode episode, @Nullable Detections seen) {
    Optional<Instant> closed = Optional.ofNullable(episode.closedAt());
    Instant at = closed.orElse(episode.frame().at());
    // What was closed by silence may be closed again, later.
    String word = closed.map(it -> "closed " + it).orElse("opened");
    return new JudgeAction.Send(
        Topics.VIOLATIONS,
        camera,
        Ids.event(Topics.VIOLATIONS, episode.violationId(), word),
        at,
        JudgeEvents.violation(camera, episode, seen));
  }
}
