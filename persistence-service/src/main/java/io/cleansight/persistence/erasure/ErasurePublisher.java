package io.cleansight.persistence.erasure;

import io.cleansight.messaging.codec.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Says of erasures what is not to be lost: each event is in Kafka before anything goes on. */
@Component
class ErasurePublisher {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;

  ErasurePublisher(KafkaTemplate<String, Object> kafka, EventRecords records, Clock clock) {
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
  }

  /** As precise as events are. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Returns once Kafka has it.
   *
   * @param at the event's time
   * @param failure what it means that Kafka does not answer
   * @throws IllegalStateException saying {@code failure}, after ten seconds
   */
  void publish(String topic, UUID id, Instant at, SpecificRecord event, String failure) {
    try {
      kafka
          .send(records.of(topic, id, at, event, null))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(failure, e);
    }
  }
}
