package io.cleansight.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.web.server.ResponseStatusException;

/** What shows people waits for a Kafka that takes entries and does not confirm them. */
class AuditTest {
  private static final Caller MEI = new Caller("mei", Role.VIEWER, null);
  private static final String ADDRESS = "127.0.0.1";

  private final CompletableFuture<SendResult<String, Object>> confirmed = new CompletableFuture<>();

  @Test
  void aPictureIsRefusedWhileItsEntryIsNotConfirmed() {
    assertThatThrownBy(() -> look(true))
        .isInstanceOfSatisfying(
            ResponseStatusException.class,
            e -> assertThat(e.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
  }

  @Test
  void aPictureIsRefusedWhoseEntryKafkaRefused() {
    confirmed.completeExceptionally(new IllegalStateException("too few replicas"));
    assertThatThrownBy(() -> look(true)).isInstanceOf(ResponseStatusException.class);
  }

  @Test
  void aPictureIsShownOnceItsEntryIsConfirmedOrWhereItNeedNotBe() {
    look(false);
    confirmed.complete(
        new SendResult<>(
            new ProducerRecord<>("topic", "value"),
            new RecordMetadata(new TopicPartition("topic", 0), 0, 0, 0, 0, 0)));
    look(true);
  }

  @Test
  void whatShowsNobodyDoesNotWait() {
    audit(true).note(MEI, AuditAction.RULE_SET, "a rule", null, ADDRESS);
  }

  private void look(boolean failClosed) {
    audit(failClosed).note(MEI, AuditAction.EVIDENCE_VIEWED, "a violation", "line-1", ADDRESS);
  }

  private Audit audit(boolean failClosed) {
    var kafka =
        new KafkaTemplate<String, Object>(
            () -> {
              throw new IllegalStateException("nothing is sent");
            }) {
          @Override
          public CompletableFuture<SendResult<String, Object>> send(
              ProducerRecord<String, Object> record) {
            return confirmed;
          }
        };
    return new Audit(
        kafka,
        new EventRecords("test"),
        Clock.systemUTC(),
        new AuditProperties(failClosed, Duration.ofMillis(20)));
  }
}
