package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.inference.judge.History.Shot;
import io.cleansight.inference.track.Tracks;
import io.cleansight.inference.zone.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** A state that was not kept is missed by nobody. */
class KeepingTest {
  private static final Room ROOM = Kitchen.withEntrance();

  /** All that a history led to, and how often the state was kept. */
  private record Told(
      List<Episode> changed,
      List<CameraState.Done> done,
      List<CameraState.Entered> entered,
      List<CameraState.Visited> visits,
      List<CameraState.PersonSeen> people,
      List<Known> known,
      int kept) {}

  /** What judgement goes by, after a frame. */
  private record Known(Tracks tracks, Map<Long, TrackedPerson> people, Duration interval) {
    static Known of(CameraState state) {
      return new Known(state.tracks(), state.tracked(), state.pace().interval());
    }
  }

  @Property(tries = 60)
  void aCrashChangesNothingOfALiveCamera(
      @ForAll long seed, @ForAll @DoubleRange(max = 1) double when) {
    List<Shot> shots = History.of(seed);
    Told undisturbed = play(shots, shots.size());
    Told crashed = play(shots, (int) (when * shots.size()));
    assertThat(crashed.changed()).isEqualTo(undisturbed.changed());
    assertThat(crashed.done()).isEqualTo(undisturbed.done());
    assertThat(crashed.entered()).isEqualTo(undisturbed.entered());
    assertThat(crashed.visits()).isEqualTo(undisturbed.visits());
    assertThat(crashed.people()).isEqualTo(undisturbed.people());
    assertThat(crashed.known()).isEqualTo(undisturbed.known());
  }

  @Test
  void historiesHaveSomethingToTell() {
    assertThat(LongStream.range(0, 20).mapToObj(History::of).map(it -> play(it, it.size())))
        .anySatisfy(told -> assertThat(told.entered()).isNotEmpty())
        .anySatisfy(told -> assertThat(told.done()).isNotEmpty())
        .anySatisfy(told -> assertThat(told.visits()).isNotEmpty())
        .anySatisfy(told -> assertThat(told.changed()).hasSizeGreaterThan(3));
  }

  @Test
  void anEmptyRoomIsKeptOnceInTenSeconds() {
    CameraState kept = judged(CameraState.NEW, frame(0, 0));
    assertThat(judged(kept, frame(1, 9_999)).mustBeKept(kept, true)).isFalse();
    assertThat(judged(kept, frame(1, 10_000)).mustBeKept(kept, true)).isTrue();
  }

  @Test
  void everyFrameOfARecordedRunIsKeptSinceItMayBePublishedAgain() {
    CameraState kept = judged(CameraState.NEW, frame(0, 0));
    CameraState next = judged(kept, frame(1, 200));
    assertThat(next.mustBeKept(kept, false)).isTrue();
    assertThat(next.take(frame(1, 200), List.of(), ROOM, 480))
        .isInstanceOf(JudgeResult.Repeated.class);
  }

  @Test
  void theFirstFrameOfACameraAndOfARunIsKept() {
    CameraState first = judged(CameraState.NEW, frame(0, 0));
    assertThat(first.mustBeKept(null, true)).isTrue();
    assertThat(first.mustBeKept(CameraState.NEW, true)).isTrue();
    FrameRef other = Kitchen.frame(2, Kitchen.NOON.plusMillis(200), 0, Duration.ZERO);
    assertThat(judged(first, other).mustBeKept(first, true)).isTrue();
  }

  @Test
  void aCameraTakenToHaveEndedIsKept() {
    CameraState first = judged(CameraState.NEW, frame(0, 0));
    assertThat(first.silenced().mustBeKept(first, true)).isTrue();
    assertThat(judged(first.silenced(), frame(1, 200)).mustBeKept(first.silenced(), true)).isTrue();
  }

  @Test
  void anEmptyRoomIsHardlyEverKept() {
    var shots = new ArrayList<Shot>();
    for (int i = 0; i <= 600; i++) {
      shots.add(new Shot(frame(i, i * 100L), List.of()));
    }
    assertThat(play(shots, shots.size()).kept()).isEqualTo(7);
  }

  /** With a crash before that frame: what was not kept by then is forgotten. */
  private static Told play(List<Shot> shots, int crash) {
    CameraState state = CameraState.NEW;
    CameraState kept = null;
    var told =
        new Told(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            0);
    int times = 0;
    for (int i = 0; i < shots.size(); i++) {
      if (i == crash) {
        state = kept == null ? CameraState.NEW : restored(kept);
      }
      Judgement judged = judgement(state, shots.get(i));
      state = judged.next();
      told.changed().addAll(judged.changed());
      told.done().addAll(judged.done());
      told.entered().addAll(judged.entered());
      told.visits().addAll(judged.visits());
      told.people().addAll(judged.people());
      told.known().add(Known.of(state));
      if (state.mustBeKept(kept, true)) {
        kept = state;
        times++;
      }
    }
    return new Told(
        told.changed(),
        told.done(),
        told.entered(),
        told.visits(),
        told.people(),
        told.known(),
        times);
  }

  private static CameraState restored(CameraState kept) {
    byte[] bytes = JudgeTopology.STATES.serializer().serialize("changelog", kept);
    return Objects.requireNonNull(
        JudgeTopology.STATES.deserializer().deserialize("changelog", bytes));
  }

  private static CameraState judged(CameraState state, FrameRef frame) {
    return judgement(state, new Shot(frame, List.of())).next();
  }

  private static Judgement judgement(CameraState state, Shot shot) {
    if (state.take(shot.frame(), shot.seen(), ROOM, 480)
        instanceof JudgeResult.Judged(var judged)) {
      return judged;
    }
    throw new AssertionError("not judged: " + shot);
  }

  private static FrameRef frame(long sequence, long millis) {
    return Kitchen.frame(1, Kitchen.NOON, sequence, Duration.ofMillis(millis));
  }
}
