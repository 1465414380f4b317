package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps on the board which alerts are open. */
@Component
class BoardListener {
  private final Board board;
  private final BoardRebuilder rebuilder;

  BoardListener(Board board, BoardRebuilder rebuilder) {
    this.board = board;
    this.rebuilder = rebuilder;
  }

  @KafkaListener(id = "alert-board", topics = Topics.ALERTS)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    rebuilder.recall();
    for (var letter : Inbox.of(batch).letters()) {
      var alert = (Alert) letter.event();
      if (alert.getState().equals(Words.RESOLVED)) {
        board.resolve(alert);
      } else {
        board.open(alert);
      }
    }
  }
}
