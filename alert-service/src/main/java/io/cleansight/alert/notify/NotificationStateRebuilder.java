package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.read.TopicReplay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * The {@link NotificationState} as a memory: one that has forgotten everything is told what Kafka
 * knows before it is asked. Safe for several threads; one rebuilds, others wait.
 */
@Component
@ThreadSafe
class NotificationStateRebuilder implements Sender.Memory {
  private static final Logger log = LoggerFactory.getLogger(NotificationStateRebuilder.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final NotificationState notified;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final ReentrantLock rebuilding = new ReentrantLock();

  NotificationStateRebuilder(
      NotificationState notified, ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.notified = notified;
    this.consumers = consumers;
  }

  @Override
  public boolean has(Alert alert, String channel, String recipient) {
    return notified.hasTold(alert.getAlertId(), alert.getState(), channel, recipient);
  }

  @Override
  public void keep(Alert alert, String channel, String recipient) {
    notified.told(alert.getAlertId(), alert.getState(), channel, recipient);
  }

  /**
   * Who was notified first: nobody is notified of an alert of before again.
   *
   * @throws IllegalStateException if Kafka takes too long
   */
  @Override
  public void recall() {
    if (!notified.hasForgotten()) {
      return;
    }
    rebuilding.lock();
    try {
      if (notified.hasForgotten()) {
        rebuild();
      }
    } finally {
      rebuilding.unlock();
    }
  }

  private void rebuild() {
    try (var consumer = consumers.createConsumer(null, "notification-state")) {
      var history = new TopicReplay(consumer);
      readAll(history, Topics.NOTIFICATIONS);
      readAll(history, Topics.ALERTS);
      notified.isRebuilt();
      log.info("Redis knows again what notifications and alerts say");
    }
  }

  private void readAll(TopicReplay history, String topic) {
    boolean whole =
        history.read(
            List.of(topic),
            Instant.EPOCH,
            Instant.MAX,
            PATIENCE,
            record -> {
              if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
                remember(event);
              }
            });
    if (!whole) {
      throw new IllegalStateException(topic + " was not read within " + PATIENCE);
    }
  }

  private void remember(SpecificRecord event) {
    switch (event) {
      case Notification it when NotificationOutcome.DELIVERED.is(it.getOutcome()) ->
          notified.told(
              it.getAlertId(), it.getState(), it.getChannel(), String.valueOf(it.getRecipient()));
      case Notification _ -> {}
      case Alert it when AlertState.RESOLVED.is(it.getState()) -> notified.resolve(it);
      case Alert it -> notified.open(it);
      default -> throw new IllegalStateException("unexpected " + event.getClass());
    }
  }
}
