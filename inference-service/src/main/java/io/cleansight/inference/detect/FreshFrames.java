package io.cleansight.inference.detect;

import io.cleansight.contracts.Words;
import io.cleansight.event.Frame;
import io.cleansight.messaging.Inbox.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which frames of a batch are worth looking at: every recorded one, and of a live camera those that
 * are fresh; the newest only where there are more than can be looked at in time.
 */
final class FreshFrames {

  /**
   * A frame to look at.
   *
   * @param skipped frames of its camera passed over since the one before
   */
  record Fresh(Letter letter, Frame frame, int skipped) {}

  /**
   * What is chosen by.
   *
   * @param stale age from which a live frame gives way to a newer one
   * @param crowded whether the batch holds more than can be looked at in time
   * @param moreToCome by partition, whether Kafka already holds newer frames than the batch
   */
  record Terms(Instant now, Duration stale, boolean crowded, IntPredicate moreToCome) {}

  private FreshFrames() {}

  /**
   * In the batch's order. A camera's last frame stays, however old, unless newer ones are already
   * there: so no camera starves, and one that is behind catches up without looking at the past.
   */
  static List<Fresh> of(List<Letter> batch, Terms terms, Map<String, Integer> owed) {
    Map<String, Letter> newest = new HashMap<>();
    for (var letter : batch) {
      newest.put(((Frame) letter.event()).getCameraId(), letter);
    }
    var fresh = new ArrayList<Fresh>();
    for (var letter : batch) {
      var frame = (Frame) letter.event();
      String camera = frame.getCameraId();
      if (isPassedOver(letter, frame, letter.equals(newest.get(camera)), terms)) {
        owed.merge(camera, 1, Integer::sum);
      } else {
        Integer before = owed.remove(camera);
        fresh.add(new Fresh(letter, frame, before == null ? 0 : before));
      }
    }
    return List.copyOf(fresh);
  }

  private static boolean isPassedOver(Letter letter, Frame frame, boolean isNewest, Terms terms) {
    if (!frame.getSourceKind().equals(Words.LIVE)) {
      return false;
    }
    boolean old = frame.getCapturedAt().plus(terms.stale).isBefore(terms.now);
    return isNewest
        ? old && terms.moreToCome.test(letter.record().partition())
        : old || terms.crowded;
  }
}
