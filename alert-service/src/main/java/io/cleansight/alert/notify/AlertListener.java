package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Has people told of alerts. Those of a batch are told at once, each in the order of its states;
 * the batch is over when all have been.
 */
@Component
class AlertListener {
  private final Board board;
  private final BoardRebuilder rebuilder;
  private final Teller teller;
  private final ExecutorService waiting =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tell-", 0).factory());

  AlertListener(Board board, BoardRebuilder rebuilder, Teller teller) {
    this.board = board;
    this.rebuilder = rebuilder;
    this.teller = teller;
  }

  @KafkaListener(id = "alert-notify", topics = Topics.ALERTS, properties = "max.poll.records=50")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    rebuilder.rebuildIfForgotten();
    var byAlert = new LinkedHashMap<UUID, List<Inbox.Letter>>();
    for (var letter : Inbox.of(batch).letters()) {
      var alert = (Alert) letter.event();
      byAlert.computeIfAbsent(alert.getAlertId(), _ -> new ArrayList<>()).add(letter);
    }
    List<CompletableFuture<Void>> told =
        byAlert.values().stream()
            .map(letters -> CompletableFuture.runAsync(() -> letters.forEach(this::tell), waiting))
            .toList();
    told.forEach(CompletableFuture::join);
  }

  private void tell(Inbox.Letter letter) {
    var alert = (Alert) letter.event();
    if (alert.getState().equals(Words.RESOLVED)) {
      board.resolve(alert);
    } else {
      board.open(alert);
    }
    if (alert.getSilenceId() == null) {
      alert
          .getChannels()
          .forEach(channel -> teller.tell(alert, channel, letter.record().headers()));
    }
  }

  @PreDestroy
  void close() {
    waiting.close();
  }
}
