package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers in this process who was notified of what. */
final class Notebook implements Sender.Memory {
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile @Nullable RuntimeException trouble;

  /** Null: no more. */
  void fail(@Nullable RuntimeException with) {
    trouble = with;
  }

  @Override
  public void recall() {
    RuntimeException now = trouble;
    if (now != null) {
      throw now;
    }
  }

  @Override
  public boolean has(Alert alert, String channel, String recipient) {
    return known.contains(key(alert, channel, recipient));
  }

  @Override
  public void keep(Alert alert, String channel, String recipient) {
    known.add(key(alert, channel, recipient));
  }

  private static String key(Alert alert, String channel, String recipient) {
    return String.join("\n", alert.getAlertId().toString(), alert.getState(), channel, recipient);
  }
}
