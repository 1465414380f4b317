package io.cleansight.capture.share;

import java.util.concurrent.CompletableFuture;
import net.jcip.annotations.ThreadSafe;
import org.springframework.stereotype.Component;

/**
 * What this instance tells the others of its group, and hears of them, by {@link OneByOneAssignor}.
 */
@Component
@ThreadSafe
class Membership {
  private volatile boolean leaving;
  private volatile CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);
  private volatile int staying;

  /** It is about to leave, and is to be relieved of what it has. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /**
   * It has been given cameras, beside those that it may be opening already, and is to get no more
   * before all of them are open.
   *
   * @param done completes then, or after a while
   */
  synchronized void opens(CompletableFuture<Void> done) {
    opened = CompletableFuture.allOf(opened, done);
  }

  boolean isOpening() {
    return !opened.isDone();
  }

  /**
   * @param members of the group that are not about to leave
   */
  void staying(int members) {
    staying = members;
  }

  /** Whether somebody else is there to have what this instance has. */
  boolean hasHeirs() {
    return staying > (leaving ? 0 : 1);
  }
}
