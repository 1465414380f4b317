package io.cleansight.query.setting;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Every camera and rule as the topics tell of them, those that were withdrawn of late among them.
 * Threads: one tells, any ask.
 */
@Component
public final class Settings {
  private volatile Told told = new Told();

  /** What the topics have told so far. */
  static final class Told {
    private final Map<String, Setting> settings = new ConcurrentHashMap<>();

    void hear(String topic, String key, Setting setting) {
      settings.merge(
          name(topic, key), setting, (before, now) -> now.isBefore(before) ? before : now);
    }
  }

  private static String name(String topic, String key) {
    return topic + " " + key;
  }

  /** What was read anew from the beginning. */
  void replace(Told read) {
    told = read;
  }

  /** What was said last under that key; empty: nothing, or it was withdrawn long ago. */
  public Optional<Setting> find(String topic, String key) {
    return Optional.ofNullable(told.settings.get(name(topic, key)));
  }
}
