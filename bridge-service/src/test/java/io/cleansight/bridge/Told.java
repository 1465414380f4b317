package io.cleansight.bridge;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Person;
import io.cleansight.event.Step;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events for tests. */
public final class Told {
  public static final Instant AT = Instant.parse("2026-11-30T06:00:00.123456Z");
  public static final UUID FRAME = Ids.frame("line-1", AT, 7);

  private Told() {}

  public static Violation violation(String camera, long track) {
    return Violation.newBuilder()
        .setViolationId(Ids.violation(FRAME, "no_hairnet", track))
        .setCameraId(camera)
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(AT)
        .setTrackId(track)
        .setOpenedAt(AT)
        .setConfidence(0.1)
        .setBox(new Box(0.25, 0.5, 0.125, 0.25))
        .setFrameId(FRAME)
        .setSequence(7)
        .setFramePartition(3)
        .setFrameOffset(9_007_199_254_740_993L)
        .setReason("no hairnet for 2 s")
        .setTimeline(List.of(new Step("entrance", AT, 1500L)))
        .build();
  }

  public static Activity activity() {
    var person =
        new Person(
            12L,
            new Box(0.25, 0.5, 0.125, 0.25),
            0.9f,
            List.of(new Verdict("hairnet", "violating", 0.8f)),
            List.of());
    return Activity.newBuilder()
        .setFrameId(FRAME)
        .setCameraId("line-1")
        .setEpoch(AT)
        .setSequence(7)
        .setCapturedAt(AT)
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("live")
        .setFramePartition(3)
        .setFrameOffset(5)
        .setPeople(List.of(person))
        .setHairnetViolations(1)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(5)
        .setModel("model")
        .build();
  }
}
