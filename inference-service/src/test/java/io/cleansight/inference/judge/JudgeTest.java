package io.cleansight.inference.judge;

import static io.cleansight.inference.judge.Seen.NOON;
import static io.cleansight.inference.judge.Seen.frame;
import static io.cleansight.inference.judge.Seen.head;
import static io.cleansight.inference.judge.Seen.ofRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.event.Activity;
import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.event.Zone;
import io.cleansight.inference.judge.JudgeAction.DeleteSettings;
import io.cleansight.inference.judge.JudgeAction.Send;
import io.cleansight.inference.judge.JudgeAction.SendDeadLetter;
import io.cleansight.inference.judge.JudgeAction.StoreSettings;
import io.cleansight.inference.judge.JudgeAction.StoreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is stored and sent, without Kafka; what is judged is {@link CameraStateTest}'s. */
class JudgeTest {
  private static final DetectedObject BARE = head("no_hairnet", 0.5);
  private static final Decoded<SpecificRecord> GARBAGE =
      new Decoded.Unreadable<>(new byte[] {1, 2, 3}, ErrorCode.MALFORMED, "cut");

  /** By the clock on the wall, which is not that of the frames. */
  private static final Instant TODAY = Instant.parse("2026-04-01T00:00:00Z");

  private final Map<String, CameraState> states = new HashMap<>();
  private final Map<String, CameraSettings> settings = new HashMap<>();
  private Judge judge = new Judge(states, settings, TODAY);

  @Test
  void theFirstFrameIsStoredAndToldUnderItsCamera() {
    List<JudgeAction> actions = take(frame("a", 0));
    assertThat(actions).hasSize(2);
    assertThat(actions.getFirst())
        .isInstanceOfSatisfying(
            StoreState.class,
            it -> {
              assertThat(it.camera()).isEqualTo("a");
              assertThat(it.state().newest()).isEqualTo(NOON);
            });
    assertThat(actions.getLast())
        .isInstanceOfSatisfying(
            Send.class,
            it -> {
              assertThat(it.topic()).isEqualTo(Topics.ACTIVITY);
              assertThat(it.camera()).isEqualTo("a");
              assertThat(it.id()).isEqualTo(Ids.event(it.topic(), Ids.frame("a", NOON, 0)));
              assertThat(it.at()).isEqualTo(NOON);
              assertThat(it.event()).isInstanceOf(Activity.class);
            });
  }

  @Test
  void anEmptyRoomIsToldButNotStoredForAWhile() {
    take(frame("a", 0));
    assertThat(take(frame("a", 1))).singleElement().isInstanceOf(Send.class);
    assertThat(take(frame("a", 49))).hasSize(1);
    assertThat(take(frame("a", 50))).hasSize(2);
  }

  @Test
  void everyFrameOfARecordedFileIsStored() {
    take(frame("a", 0).setSourceKind("recorded"));
    assertThat(take(frame("a", 1).setSourceKind("recorded")))
        .first()
        .isInstanceOf(StoreState.class);
  }

  @Test
  void aRepeatedFrameLeadsToNothingAlsoAfterARestart() {
    take(frame("a", 0));
    assertThat(take(frame("a", 0))).isEmpty();
    restart(TODAY);
    assertThat(take(frame("a", 0))).isEmpty();
  }

  @Test
  void aFrameOfARunThatWasReplacedIsToldAsSkippedAndStoresNothing() {
    take(ofRun(8, NOON, "a", 0));
    assertThat(take(ofRun(7, NOON.minusSeconds(5), "a", 3)))
        .singleElement()
        .isInstanceOfSatisfying(
            Send.class,
            it -> {
              assertThat(it.topic()).isEqualTo(Topics.SKIPPED_FRAMES);
              assertThat(it.camera()).isEqualTo("a");
              assertThat(it.id())
                  .isEqualTo(Ids.event(it.topic(), Ids.frame("a", NOON.minusSeconds(5), 3)));
              assertThat(it.at()).isEqualTo(NOON.minusSeconds(5).plusMillis(600));
              assertThat(((SkippedFrames) it.event()).getReason()).isEqualTo("outdated");
            });
  }

  @Test
  void aViolationGoesAfterTheActivityOfTheFrameThatOpensIt() {
    List<Send> sent = sends(bareheaded(0, 6));
    assertThat(sent.subList(5, 7))
        .extracting(Send::topic)
        .containsExactly(Topics.ACTIVITY, Topics.VIOLATIONS);
    Send opened = sent.getLast();
    assertThat(opened.id())
        .isEqualTo(
            Ids.event(
                Topics.VIOLATIONS,
                Ids.violation(Ids.frame("a", NOON, 5), "no_hairnet", 1),
                "opened"));
    assertThat(opened.at()).isEqualTo(NOON.plusSeconds(1));
    assertThat(((Violation) opened.event()).getHeads()).containsExactly(BARE.getBox());
  }

  @Test
  void detectionsThatAreNoUseAreDeadAndStoreNothing() {
    assertThat(take(Topics.DETECTIONS, "a", GARBAGE)).containsExactly(dead(GARBAGE));
    assertThat(take(Topics.DETECTIONS, "a", null))
        .singleElement()
        .isInstanceOfSatisfying(
            SendDeadLetter.class, it -> assertThat(it.why().code()).isEqualTo(ErrorCode.EMPTY));
    for (String key : new String[] {"b", null}) {
      assertThat(take(Topics.DETECTIONS, key, new Decoded.Event<>(frame("a", 0).build())))
          .singleElement()
          .isInstanceOfSatisfying(
              SendDeadLetter.class,
              it -> assertThat(it.why().reason()).isEqualTo("key is " + key + ", not a"));
    }
  }

  @Test
  void settingsThatAreNoUseAreLeftToPersistence() {
    assertThat(take(Topics.CAMERAS, "a", GARBAGE)).isEmpty();
    assertThat(take(Topics.CAMERAS, "b", new Decoded.Event<>(kitchen("a")))).isEmpty();
    assertThat(take(Topics.CAMERAS, null, null)).isEmpty();
  }

  @Test
  void settingsOfACameraOfWhichNothingIsKnownAreStoredAlone() {
    assertThat(take(kitchen("a")))
        .containsExactly(new StoreSettings("a", CameraSettings.of(kitchen("a"))));
  }

  @Test
  void inAnotherRoomNobodyWasWatchedSoFar() {
    walkIn();
    List<JudgeAction> actions = take(kitchen("a"));
    assertThat(actions)
        .hasExactlyElementsOfTypes(StoreSettings.class, StoreState.class)
        .last()
        .satisfies(it -> assertThat(((StoreState) it).state().tracked()).hasSize(1));
    assertThat(take(Camera.newBuilder(kitchen("a")).setName("other").build()))
        .hasExactlyElementsOfTypes(StoreSettings.class);
  }

  @Test
  void withdrawnSettingsAreDeletedAndTheRoomIsUnknown() {
    take(kitchen("a"));
    walkIn();
    assertThat(take(Topics.CAMERAS, "a", null))
        .hasExactlyElementsOfTypes(DeleteSettings.class, StoreState.class);
    assertThat(take(Topics.CAMERAS, "a", null)).containsExactly(new DeleteSettings("a"));
  }

  @Test
  void anEventThatItsTopicDoesNotHoldIsAFault() {
    var violation = (Violation) sends(bareheaded(0, 6)).getLast().event();
    assertThatThrownBy(() -> take(Topics.DETECTIONS, "a", new Decoded.Event<>(violation)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Topics.DETECTIONS);
  }

  @Test
  void aSilentCameraClosesWhatIsOpenIsStoredAsSilentAndEndsOnce() {
    bareheaded(0, 10);
    assertThat(judge.endSilent(TODAY.plusSeconds(30))).isEmpty();
    List<JudgeAction> actions = endSilent(TODAY.plusMillis(30_001));
    assertThat(actions).hasExactlyElementsOfTypes(Send.class, StoreState.class);
    Send closed = (Send) actions.getFirst();
    assertThat(closed.topic()).isEqualTo(Topics.VIOLATIONS);
    assertThat(closed.camera()).isEqualTo("a");
    assertThat(closed.at()).isEqualTo(NOON.plusMillis(1800));
    assertThat(((Violation) closed.event()).getState()).isEqualTo("closed");
    assertThat(((StoreState) actions.getLast()).state().silent()).isTrue();
    assertThat(judge.endSilent(TODAY.plusSeconds(100))).isEmpty();
    restart(TODAY.plusSeconds(100));
    assertThat(judge.endSilent(TODAY.plusSeconds(200))).isEmpty();
  }

  @Test
  void silenceIsCountedFromTheRestartOn() {
    bareheaded(0, 10);
    restart(TODAY.plusSeconds(20));
    assertThat(judge.endSilent(TODAY.plusSeconds(50))).isEmpty();
    assertThat(judge.endSilent(TODAY.plusMillis(50_001))).hasSize(2);
  }

  @Test
  void aFrameThatIsRepeatedBreaksTheSilence() {
    take(frame("a", 0));
    judge.take(
        Topics.DETECTIONS, "a", new Decoded.Event<>(frame("a", 0).build()), TODAY.plusSeconds(20));
    assertThat(judge.endSilent(TODAY.plusSeconds(50))).isEmpty();
  }

  /** Somebody at the door. */
  private void walkIn() {
    take(frame("a", 0, head("hairnet", 0.05)));
    take(frame("a", 1, head("hairnet", 0.06)));
  }

  private List<JudgeAction> bareheaded(int from, int to) {
    var actions = new ArrayList<JudgeAction>();
    for (int i = from; i < to; i++) {
      actions.addAll(take(frame("a", i, BARE)));
    }
    return actions;
  }

  private static List<Send> sends(List<JudgeAction> actions) {
    return actions.stream().filter(Send.class::isInstance).map(Send.class::cast).toList();
  }

  private static SendDeadLetter dead(Decoded<SpecificRecord> why) {
    return new SendDeadLetter((Decoded.Unreadable<SpecificRecord>) why);
  }

  private List<JudgeAction> take(Detections.Builder frame) {
    Detections seen = frame.build();
    return take(Topics.DETECTIONS, seen.getCameraId(), new Decoded.Event<>(seen));
  }

  private List<JudgeAction> take(Camera camera) {
    return take(Topics.CAMERAS, camera.getCameraId(), new Decoded.Event<>(camera));
  }

  private List<JudgeAction> take(
      String topic, @Nullable String key, @Nullable Decoded<SpecificRecord> value) {
    return stored(judge.take(topic, key, value, TODAY));
  }

  private List<JudgeAction> endSilent(Instant now) {
    return stored(judge.endSilent(now));
  }

  private List<JudgeAction> stored(List<JudgeAction> actions) {
    for (var action : actions) {
      switch (action) {
        case StoreState(var camera, var state) -> states.put(camera, state);
        case StoreSettings(var camera, var its) -> settings.put(camera, its);
        case DeleteSettings(var camera) -> settings.remove(camera);
        case Send _, SendDeadLetter _ -> {}
      }
    }
    return actions;
  }

  /** Another process goes on from what was stored. */
  private void restart(Instant now) {
    judge = new Judge(states, settings, now);
  }

  private static Camera kitchen(String id) {
    var door =
        Zone.newBuilder()
            .setZoneId("door")
            .setType("entrance")
            .setCorners(
                List.of(
                    new Corner(0.0, 0.0),
                    new Corner(0.15, 0.0),
                    new Corner(0.15, 1.0),
                    new Corner(0.0, 1.0)))
            .setMinimumDwellMillis(0)
            .build();
    return Camera.newBuilder()
        .setCameraId(id)
        .setName(id)
        .setEnabled(true)
        .setZones(List.of(door))
        .build();
  }
}
