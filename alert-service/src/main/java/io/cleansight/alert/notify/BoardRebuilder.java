package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.History;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Tells a Redis that has forgotten everything what Kafka knows. For one thread. */
@Component
class BoardRebuilder {
  private static final Logger log = LoggerFactory.getLogger(BoardRebuilder.class);

  /** Long before a consumer counts as dead, which this is done on. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Board board;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final Clock clock;

  BoardRebuilder(
      Board board, ConsumerFactory<String, Decoded<SpecificRecord>> consumers, Clock clock) {
    this.board = board;
    this.consumers = consumers;
    this.clock = clock;
  }

  /** Who was told first: no alert of before is told again. */
  void rebuildIfForgotten() {
    if (!board.hasForgotten()) {
      return;
    }
    try (var consumer = consumers.createConsumer(null, "board")) {
      var history = new History(consumer);
      readAll(history, Topics.NOTIFICATIONS);
      readAll(history, Topics.ALERTS);
      board.isRebuilt();
      log.info("Redis knows again what notifications and alerts say");
    }
  }

  /** Every event that is young enough, up to now. */
  private void readAll(History history, String topic) {
    Instant now = clock.instant();
    boolean whole =
        history.read(
            List.of(topic),
            now.minus(Board.REMEMBERED),
            now.plus(Board.REMEMBERED),
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
      case Notification it when it.getOutcome().equals(Words.DELIVERED) ->
          board.told(
              it.getAlertId(), it.getState(), it.getChannel(), String.valueOf(it.getRecipient()));
      case Notification _ -> {}
      case Alert it when it.getState().equals(Words.RESOLVED) -> board.resolve(it);
      case Alert it -> board.open(it);
      default -> throw new IllegalStateException("unexpected " + event.getClass());
    }
  }
}
