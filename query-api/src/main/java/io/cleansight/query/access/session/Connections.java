package io.cleansight.query.access.session;

import io.cleansight.query.access.CallerToken;
import io.cleansight.query.access.Credential;
import io.cleansight.query.access.account.AccountActivityPublisher;
import io.cleansight.query.access.account.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * What stays open longer than a request: streams, sockets, exports. Each is looked at every {@link
 * #PAUSE}, and ended once what its caller came with does not hold any more: they have logged out,
 * on whatever instance, were idle for too long or removed, or may see other cameras; a key was
 * revoked or has expired, or a token.
 */
@Component
@ThreadSafe
public class Connections implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration TIDYING = Duration.ofMinutes(10);

  /** An instance whose clock is behind still asks for them. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final int MOST_TIDIED = 1000;

  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final Accounts accounts;
  private final AccountActivityPublisher activity;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("connections").daemon().factory());
  private volatile boolean running;

  Connections(Accounts accounts, AccountActivityPublisher activity, Clock clock) {
    this.accounts = accounts;
    this.activity = activity;
    this.clock = clock;
  }

  /**
   * Watches what is opened for the caller of this thread's request.
   *
   * @param end ends it; called once at most, and not after the watch was closed
   */
  public Watch watch(Runnable end) {
    return watch(SecurityContextHolder.getContext().getAuthentication(), end);
  }

  /**
   * The same for whom we know otherwise.
   *
   * @param who as a request's or socket's principal
   */
  public Watch watch(@Nullable Object who, Runnable end) {
    if (!(who instanceof CallerToken caller)) {
      throw new IllegalStateException("opened for nobody");
    }
    var watch = new Watch(caller.credential(), end);
    open.add(watch);
    return watch;
  }

  /** One that is open. */
  public final class Watch implements AutoCloseable {
    private final Credential credential;
    private final Runnable end;

    private Watch(Credential credential, Runnable end) {
      this.credential = credential;
      this.end = end;
    }

    /** It is over, for whatever reason. */
    @Override
    public void close() {
      open.remove(this);
    }
  }

  private void look() {
    for (Watch watch : List.copyOf(open)) {
      if (!watch.credential.holds() && open.remove(watch)) {
        try {
          watch.end.run();
        } catch (RuntimeException e) {
          log.warn("what was open for a caller who is gone has not ended", e);
        }
      }
    }
  }

  private void tidy() {
    activity.forget(accounts.endedBefore(clock.instant().minus(SKEW), MOST_TIDIED));
  }

  @Override
  public void start() {
    running = true;
    timer.scheduleWithFixedDelay(
        this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        this::tidy, TIDYING.toMillis(), TIDYING.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
