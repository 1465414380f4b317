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
import java.util.UUID;

/**
 * Which frames of a batch are worth looking at: every recorded one, and of a live camera that is
 * behind, the newest.
 */
final class FreshFrames {

  /**
   * A frame to look at.
   *
   * @param skipped stale frames of its camera passed over since the one before
   */
  record Fresh(Letter letter, Frame frame, int skipped) {}

  private FreshFrames() {}

  /**
   * In the batch's order; of every camera at least its last frame stays, so that no camera starves.
   */
  static List<Fresh> of(List<Letter> batch, Instant now, Duration stale) {
    Map<String, UUID> newest = new HashMap<>();
    for (var letter : batch) {
      var frame = (Frame) letter.event();
      newest.put(frame.getCameraId(), frame.getFrameId());
    }
    Map<String, Integer> skipped = new HashMap<>();
    var fresh = new ArrayList<Fresh>();
    for (var letter : batch) {
      var frame = (Frame) letter.event();
      String camera = frame.getCameraId();
      boolean old = frame.getCapturedAt().plus(stale).isBefore(now);
      if (frame.getSourceKind().equals(Words.LIVE)
          && old
          && !frame.getFrameId().equals(newest.get(camera))) {
        skipped.merge(camera, 1, Integer::sum);
      } else {
        Integer before = skipped.remove(camera);
        fresh.add(new Fresh(letter, frame, before == null ? 0 : before));
      }
    }
    return List.copyOf(fresh);
  }
}
