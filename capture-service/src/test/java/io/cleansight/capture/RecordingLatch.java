package io.cleansight.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A stop signal whose waits take no real time: each is recorded and handed to a callback, which
 * simulates what happens meanwhile.
 */
public final class RecordingLatch extends CountDownLatch {
  private static final int TOO_MANY = 100_000;

  public final List<Duration> waits = new ArrayList<>();
  private final Consumer<Duration> meanwhile;
  private boolean interrupting;

  public RecordingLatch(Consumer<Duration> meanwhile) {
    super(1);
    this.meanwhile = meanwhile;
  }

  /** The next wait is interrupted. */
  public void interruptNext() {
    interrupting = true;
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    if (interrupting) {
      throw new InterruptedException();
    }
    if (waits.size() >= TOO_MANY) {
      throw new IllegalStateException("waits for ever");
    }
    var wait = Duration.of(timeout, unit.toChronoUnit());
    waits.add(wait);
    if (getCount() > 0) {
      meanwhile.accept(wait);
    }
    return getCount() == 0;
  }
}
