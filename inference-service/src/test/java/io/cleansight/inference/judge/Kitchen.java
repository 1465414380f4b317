package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.zone.CompletedStep;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One person on their way through a kitchen, as a camera shows them at five frames a second: the
 * door on the left, the basin, the dispenser, the work area on the right.
 */
final class Kitchen {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Zone ENTRANCE = zone("door", ZoneType.ENTRANCE.word(), 0, 0.12, 0);
  static final Zone BASIN = zone("basin", ZoneType.HANDWASH.word(), 0.2, 0.3, 3000);
  static final Zone DISPENSER = zone("dispenser", ZoneType.SANITIZE.word(), 0.4, 0.5, 3000);
  static final Zone WORK = zone("table", ZoneType.WORK_AREA.word(), 0.6, 1, 1000);

  static final double AT_DOOR = 0.07;
  static final double AT_BASIN = 0.25;
  static final double AT_DISPENSER = 0.45;
  static final double ON_FLOOR = 0.55;
  static final double AT_WORK = 0.8;

  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final double PER_FRAME = 0.02;

  final List<Episode> changes = new ArrayList<>();
  final List<CompletedStep> done = new ArrayList<>();
  final List<String> entries = new ArrayList<>();
  CameraState state = CameraState.NEW;

  private Room room;
  private Instant now = NOON;
  private Instant epoch = NOON;
  private long generation = 1;
  private long sequence;
  private double x;
  private String[] doing = {};

  private Kitchen(Room room, double x) {
    this.room = room;
    this.x = x;
  }

  /** Both steps are asked for where the zones have places for them. */
  static Room room(Zone... zones) {
    return new Room(List.of(zones), List.of(), Duration.ofSeconds(20), Duration.ofHours(1));
  }

  static Room withEntrance() {
    return room(ENTRANCE, BASIN, DISPENSER, WORK);
  }

  static Room withoutEntrance() {
    return room(BASIN, DISPENSER, WORK);
  }

  static Zone zone(String id, String type, double left, double right, long dwellMillis) {
    return new Zone(
        id,
        type,
        List.of(new Point(left, 0), new Point(right, 0), new Point(right, 1), new Point(left, 1)),
        Duration.ofMillis(dwellMillis));
  }

  /** A frame of that run, taken so long after its beginning. */
  static FrameRef frame(long generation, Instant epoch, long sequence, Duration after) {
    var id = Ids.frame("line-1", epoch, sequence);
    return new FrameRef(id, epoch, generation, sequence, epoch.plus(after), 0, sequence, null);
  }

  /** Somebody who is first seen at that place. */
  static Kitchen seenFirst(Room room, double x) {
    return new Kitchen(room, x);
  }

  Kitchen stays(double seconds) {
    for (int i = 0; i < Math.round(seconds * 5); i++) {
      frame(true);
    }
    return this;
  }

  Kitchen walksTo(double to) {
    while (Math.abs(to - x) > 1e-9) {
      x += Math.copySign(Math.min(PER_FRAME, Math.abs(to - x)), to - x);
      frame(true);
    }
    return this;
  }

  Kitchen roomBecomes(Room next) {
    room = next;
    state = state.unobserved();
    return this;
  }

  /** What a model says that they do from now on, by its labels. */
  Kitchen doing(String... labels) {
    doing = labels;
    return this;
  }

  Kitchen isHidden(double seconds) {
    for (int i = 0; i < Math.round(seconds * 5); i++) {
      frame(false);
    }
    return this;
  }

  Kitchen clockIsSetBack(Duration by) {
    now = now.minus(by);
    return this;
  }

  /** Nothing comes of the camera. */
  Kitchen isWithoutFrames(double seconds) {
    now = now.plusMillis(Math.round(seconds * 1000));
    return this;
  }

  Kitchen captureStartsAnew() {
    epoch = now;
    generation++;
    sequence = 0;
    return this;
  }

  /** Walks on while nobody sees it. */
  Kitchen isUnseenUpTo(double to) {
    x = to;
    return this;
  }

  List<String> opened() {
    return changes.stream().filter(it -> it.closedAt() == null).map(Episode::type).toList();
  }

  List<String> closed() {
    return changes.stream().filter(it -> it.closedAt() != null).map(Episode::type).toList();
  }

  Instant now() {
    return now;
  }

  private void frame(boolean visible) {
    var head = new Box(x - 0.025, 0.3, 0.05, 0.08);
    var seen = new ArrayList<Detection>();
    if (visible) {
      seen.add(new Detection("hairnet", 0.8, head));
      Arrays.stream(doing).forEach(it -> seen.add(new Detection(it, 0.8, head)));
    }
    FrameRef frame = frame(generation, epoch, sequence, Duration.between(epoch, now));
    if (!(state.take(frame, seen, room, 480) instanceof JudgeResult.Judged(var judged))) {
      throw new AssertionError("not judged: " + frame);
    }
    state = judged.next();
    changes.addAll(judged.changed());
    judged.done().forEach(it -> done.add(it.step()));
    judged.entered().forEach(it -> entries.add(it.verdict().word()));
    sequence++;
    now = now.plus(INTERVAL);
  }
}
