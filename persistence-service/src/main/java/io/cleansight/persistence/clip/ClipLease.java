package io.cleansight.persistence.clip;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.TransactionException;

/**
 * A clip is an instance's for a minute, and for longer only while that instance says so: what one
 * had that was killed, or that has frozen, is another's soon.
 */
final class ClipLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClipLease.class);

  /** More than it takes to put a clip into its store. */
  static final Duration LENGTH = Duration.ofMinutes(1);

  private final ClipStore store;
  private final DueClip clip;
  private final ScheduledFuture<?> renewing;

  ClipLease(ClipStore store, DueClip clip, TaskScheduler scheduler) {
    this.store = store;
    this.clip = clip;
    Duration often = LENGTH.dividedBy(4);
    this.renewing =
        scheduler.scheduleAtFixedRate(
            this::renew, scheduler.getClock().instant().plus(often), often);
  }

  /** Whether it is still this instance's; if so it is for all of a lease from now. */
  boolean holds() {
    return store.prolong(clip, LENGTH);
  }

  private void renew() {
    try {
      holds();
    } catch (DataAccessException | TransactionException e) {
      log.warn("the clip of {} may become another's: {}", clip.violationId(), e.getMessage());
    }
  }

  @Override
  public void close() {
    renewing.cancel(false);
  }
}
