package io.cleansight.inference.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jcip.annotations.NotThreadSafe;

/**
 * Cameras of which no frame has come for a while, by the clock on the wall, have ended: for
 * instance a recorded file.
 */
@NotThreadSafe
final class SilentCameras {
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final Map<String, Instant> heardOf = new HashMap<>();

  void heard(String camera, Instant now) {
    heardOf.put(camera, now);
  }

  /** Those that have ended by now and were not told before, in the order of their ids. */
  List<String> ended(Instant now) {
    Instant since = now.minus(SILENCE);
    List<String> ended =
        heardOf.entrySet().stream()
            .filter(heard -> heard.getValue().isBefore(since))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    ended.forEach(heardOf::remove);
    return ended;
  }
}
