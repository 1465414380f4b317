package io.cleansight.capture.share;

import io.cleansight.messaging.topic.KeyPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The cameras of this instance: those whose id falls into a partition that its consumer group has
 * given to it. Who captures is told of what comes and goes, on the thread of the consumer, which
 * keeps what goes for as long as that takes.
 */
@Component
@ThreadSafe
public class CameraShare {
  private static final Logger log = LoggerFactory.getLogger(CameraShare.class);

  private final LongSupplier nanoTime;
  private volatile Owned owned = new Owned(Map.of(), 1);
  private volatile @Nullable Keeper keeper;
  private long tenures;

  /** Captures the cameras of the share. */
  public interface Keeper {
    /**
     * Starts those that are now in the share. Returns at once.
     *
     * @return completes when they are open, and after some seconds in any case: nobody knows when a
     *     camera that is away will be
     */
    CompletableFuture<Void> take();

    /**
     * Stops those cameras, and returns when they have stopped, or at the latest when the group can
     * wait no longer.
     */
    void giveUp(Predicate<String> cameras);
  }

  /**
   * A time for which the group has given a partition to this instance.
   *
   * @param number of this process, each higher than the one before
   * @param since by {@link System#nanoTime}
   */
  public record Tenure(long number, long since) {}

  /**
   * @param of how many partitions there are
   */
  private record Owned(Map<Integer, Tenure> partitions, int of) {
    Owned {
      partitions = Map.copyOf(partitions);
    }

    Optional<Tenure> tenure(String cameraId) {
      return Optional.ofNullable(partitions.get(KeyPartition.of(cameraId, of)));
    }

    Owned with(Collection<Integer> more, Tenure tenure, int all) {
      var together = new HashMap<>(partitions);
      more.forEach(it -> together.put(it, tenure));
      return new Owned(together, all);
    }

    Owned without(Collection<Integer> less) {
      var rest = new HashMap<>(partitions);
      rest.keySet().removeAll(less);
      return new Owned(rest, of);
    }
  }

  @Autowired
  CameraShare() {
    this(System::nanoTime);
  }

  public CameraShare(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Who is told; to be called once, before the group is joined. */
  public void keptBy(Keeper captures) {
    keeper = captures;
  }

  /**
   * Since when the camera is this instance's; empty if it is not. It is another tenure where it was
   * not for a while, as somebody else may have captured it then.
   */
  public Optional<Tenure> tenure(String cameraId) {
    return owned.tenure(cameraId);
  }

  /**
   * The group gives it more.
   *
   * @param all how many partitions the topic has now; where that has grown, cameras whose partition
   *     is another's now go, too
   * @return completes when the cameras are open, or after a while
   */
  synchronized CompletableFuture<Void> gain(Collection<Integer> partitions, int all) {
    Owned before = owned;
    tenures++;
    change(before.with(partitions, new Tenure(tenures, nanoTime.getAsLong()), all));
    if (before.of() != all && !before.partitions().isEmpty()) {
      log.warn("{} partitions have become {}: cameras change places", before.of(), all);
    }
    return keeper().map(Keeper::take).orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** The group takes some away; whoever gets them does so when this returns. */
  synchronized void lose(Collection<Integer> partitions) {
    change(owned.without(partitions));
  }

  /** Waits until it has no partition; false if that takes longer. */
  synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (!owned.partitions().isEmpty() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return owned.partitions().isEmpty();
  }

  /** What is another's now, or has been in between, is stopped. */
  private void change(Owned now) {
    Owned before = owned;
    owned = now;
    notifyAll();
    Predicate<String> gone =
        camera ->
            before.tenure(camera).isPresent() && !now.tenure(camera).equals(before.tenure(camera));
    keeper().ifPresent(it -> it.giveUp(gone));
  }

  private Optional<Keeper> keeper() {
    return Optional.ofNullable(keeper);
  }
}
