package io.cleansight.capture.share;

import io.cleansight.contracts.ConsumerGroups;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Before this instance ends, it lets the others have its cameras one partition after the other;
 * then, or when they take too long, everything else ends and the rest goes at once.
 */
@Component
class HandOver implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(HandOver.class);

  /** For a share of some twenty partitions; who stops this instance must have more. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration OFTEN = Duration.ofMillis(250);

  private final CameraShare share;
  private final Membership membership;
  private final KafkaListenerEndpointRegistry listeners;
  private volatile boolean running;

  HandOver(CameraShare share, Membership membership, KafkaListenerEndpointRegistry listeners) {
    this.share = share;
    this.membership = membership;
    this.listeners = listeners;
  }

  /** Before cameras stop and the listeners leave the group. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public void stop() {
    running = false;
    MessageListenerContainer container =
        listeners.getListenerContainer(ConsumerGroups.CAPTURE_CAMERAS);
    if (container == null || !container.isRunning() || !membership.hasHeirs()) {
      return;
    }
    membership.leave();
    container.enforceRebalance();
    try {
      if (!isRelieved()) {
        log.info("cameras that were not handed over go at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Others may end, too, so that there is nobody left to have them. */
  private boolean isRelieved() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean relieved = false;
    while (!relieved && membership.hasHeirs() && System.nanoTime() < deadline) {
      relieved = share.awaitEmpty(OFTEN);
    }
    return relieved;
  }
}
