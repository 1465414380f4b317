package io.cleansight.persistence.deadletter;

import java.util.NavigableMap;
import java.util.TreeMap;
import net.jcip.annotations.NotThreadSafe;

/**
 * Which records of one partition have their dead letter already. Knows a stretch of the partition
 * and no more than {@code most} records of it: where more are found, the stretch ends earlier.
 */
@NotThreadSafe
final class PublishedDeadLetters {
  /** For a dead letter that does not say when its record was appended. */
  static final long UNTOLD = -1;

  private final int most;

  /** By the offset of the record, when it was appended. */
  private final NavigableMap<Long, Long> appended = new TreeMap<>();

  private long from = Long.MAX_VALUE;
  private long until = Long.MAX_VALUE;

  PublishedDeadLetters(int most) {
    this.most = most;
  }

  /** Whether all dead letters of records at that offset are known. */
  boolean covers(long offset) {
    return offset >= from && offset < until;
  }

  /** Forgets all, to be told anew of every dead letter from there on. */
  void beginAt(long offset) {
    appended.clear();
    from = offset;
    until = Long.MAX_VALUE;
  }

  /** There is a dead letter of the record at that offset that was appended then. */
  void add(long offset, long appendedMillis) {
    if (!covers(offset)) {
      return;
    }
    appended.put(offset, appendedMillis);
    if (appended.size() > most) {
      until = appended.lastKey();
      appended.remove(until);
    }
  }

  /**
   * Whether that very record has one; another that lay at its offset before, in a topic since
   * deleted, does not count.
   */
  boolean has(long offset, long appendedMillis) {
    Long known = appended.get(offset);
    return known != null && (known == UNTOLD || known == appendedMillis);
  }

  /** Records before {@code next} are dealt with. */
  void forgetBefore(long next) {
    appended.headMap(next).clear();
  }

  int size() {
    return appended.size();
  }
}
