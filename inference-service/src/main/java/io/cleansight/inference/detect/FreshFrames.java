package io.cleansight.inference.detect;

import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Frame;
import io.cleansight.messaging.read.SortedBatch.ConsumedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of a batch are worth detecting: every recorded one, and of a live camera those that
 * are fresh; the newest only where there are more than can be detected in time.
 *
 * @param fresh in the batch's order
 * @param skipped the others, in the batch's order
 */
record FreshFrames(List<Fresh> fresh, List<Skipped> skipped) {

  FreshFrames {
    fresh = List.copyOf(fresh);
    skipped = List.copyOf(skipped);
  }

  /**
   * A frame to detect.
   *
   * @param untimely why its capture time cannot be right; null if it can
   */
  record Fresh(ConsumedEvent consumed, Frame frame, @Nullable String untimely) {}

  /** A frame that is passed over. */
  record Skipped(Frame frame, @Nullable String untimely) {}

  /**
   * What is chosen by.
   *
   * @param now by the broker's clock
   * @param stale age from which a live frame gives way to a newer one
   * @param crowded whether the batch holds more than can be detected in time
   * @param moreToCome by partition, whether Kafka already holds newer frames than the batch
   */
  record Terms(
      Instant now,
      Duration stale,
      boolean crowded,
      IntPredicate moreToCome,
      Timeliness timeliness) {}

  /**
   * A camera's last frame stays, however old, unless newer ones are already there: so no camera
   * starves, and one that is behind catches up without detecting the past.
   */
  static FreshFrames of(List<ConsumedEvent> batch, Terms terms) {
    Map<String, ConsumedEvent> newest = newest(batch);
    var fresh = new ArrayList<Fresh>();
    var skipped = new ArrayList<Skipped>();
    for (var consumed : batch) {
      var frame = (Frame) consumed.event();
      Instant appended = Instant.ofEpochMilli(consumed.record().timestamp());
      String untimely = terms.timeliness.fault(frame.getCapturedAt(), appended);
      // A capture time that cannot be right says nothing of the frame's age.
      Instant at = untimely == null ? frame.getCapturedAt() : appended;
      boolean isNewest = consumed.equals(newest.get(frame.getCameraId()));
      if (isPassedOver(consumed, frame, at, isNewest, terms)) {
        skipped.add(new Skipped(frame, untimely));
      } else {
        fresh.add(new Fresh(consumed, frame, untimely));
      }
    }
    return new FreshFrames(fresh, skipped);
  }

  /** The last frame of each camera. */
  private static Map<String, ConsumedEvent> newest(List<ConsumedEvent> batch) {
    Map<String, ConsumedEvent> newest = new HashMap<>();
    for (var consumed : batch) {
      newest.put(((Frame) consumed.event()).getCameraId(), consumed);
    }
    return newest;
  }

  private static boolean isPassedOver(
      ConsumedEvent consumed, Frame frame, Instant at, boolean isNewest, Terms terms) {
    if (!SourceKind.LIVE.is(frame.getSourceKind())) {
      return false;
    }
    boolean old = at.plus(terms.stale).isBefore(terms.now);
    return isNewest
        ? old && terms.moreToCome.test(consumed.record().partition())
        : old || terms.crowded;
  }
}
