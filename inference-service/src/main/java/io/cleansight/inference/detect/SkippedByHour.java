package io.cleansight.inference.detect;

import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.event.Frame;
import io.cleansight.event.SkippedFrames;
import io.cleansight.inference.detect.FreshFrames.Skipped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames that a batch passes over, as events: one for each run of a camera and hour. */
final class SkippedByHour {
  private SkippedByHour() {}

  private record Key(
      String cameraId, Instant epoch, long generation, Instant hour, @Nullable String untimely) {}

  static List<SkippedFrames> of(List<Skipped> skipped) {
    var groups = new LinkedHashMap<Key, List<Frame>>();
    for (var one : skipped) {
      Frame frame = one.frame();
      var key =
          new Key(
              frame.getCameraId(),
              frame.getEpoch(),
              frame.getGeneration(),
              frame.getCapturedAt().truncatedTo(ChronoUnit.HOURS),
              one.untimely());
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(frame);
    }
    return groups.entrySet().stream().map(it -> event(it.getKey(), it.getValue())).toList();
  }

  private static SkippedFrames event(Key key, List<Frame> frames) {
    return SkippedFrames.newBuilder()
        .setCameraId(key.cameraId())
        .setEpoch(key.epoch())
        .setGeneration(key.generation())
        .setReason(SkipReason.STALE.word())
        .setFirstSequence(frames.getFirst().getSequence())
        .setLastSequence(frames.getLast().getSequence())
        .setFrames(frames.size())
        .setCapturedAt(frames.getFirst().getCapturedAt())
        .setUntimely(key.untimely())
        .build();
  }
}
