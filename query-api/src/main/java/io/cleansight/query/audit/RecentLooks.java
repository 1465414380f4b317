package io.cleansight.query.audit;

import io.cleansight.contracts.vocabulary.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jcip.annotations.ThreadSafe;

/**
 * Which looks were noted lately: a page asks for a camera's picture every few seconds, and that is
 * one look. Knows the newest {@link #MOST}; what it has forgotten is noted again.
 */
@ThreadSafe
final class RecentLooks {
  static final Duration ONE_LOOK = Duration.ofMinutes(5);
  private static final int MOST = 10_000;

  private final Map<Look, Instant> noted = LinkedHashMap.newLinkedHashMap(64);

  /** Who looks how at what, from where. */
  record Look(String who, AuditAction action, String target, String address) {}

  /** Whether it was noted in the five minutes before. */
  synchronized boolean isNoted(Look look, Instant now) {
    Instant at = noted.get(look);
    return at != null && at.plus(ONE_LOOK).isAfter(now);
  }

  synchronized void noted(Look look, Instant now) {
    noted.remove(look);
    noted.put(look, now);
    if (noted.size() > MOST) {
      noted.remove(noted.keySet().iterator().next());
    }
  }
}
