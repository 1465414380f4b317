package io.cleansight.rule;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/** The broker's time as far as it is known, which never goes back, and a timer for each key. */
@NotThreadSafe
final class Timers<K extends Comparable<K>> {
  private final Map<K, Due<K>> byKey = new HashMap<>();
  private final TreeSet<Due<K>> inTime =
      new TreeSet<>(Comparator.comparing((Due<K> it) -> it.at).thenComparing(it -> it.key));
  private Instant now = Instant.EPOCH;

  private record Due<K>(Instant at, K key) {}

  Instant now() {
    return now;
  }

  /** It is that late, or later. */
  void reach(Instant at) {
    now = at.isAfter(now) ? at : now;
  }

  /**
   * Sets the key's timer, in place of the one before.
   *
   * @param at null: to none
   */
  void set(K key, @Nullable Instant at) {
    Due<K> before = byKey.remove(key);
    if (before != null) {
      inTime.remove(before);
    }
    if (at != null) {
      var due = new Due<>(at, key);
      byKey.put(key, due);
      inTime.add(due);
    }
  }

  /**
   * Lets time pass.
   *
   * @param expired is given each key whose timer ends by then, in the order of time and with {@link
   *     #now} at its end; it may set timers, which are heeded
   */
  void advance(Instant to, Consumer<K> expired) {
    while (!inTime.isEmpty() && !inTime.first().at.isAfter(to)) {
      Due<K> due = inTime.removeFirst();
      byKey.remove(due.key);
      reach(due.at);
      expired.accept(due.key);
    }
    reach(to);
  }
}
