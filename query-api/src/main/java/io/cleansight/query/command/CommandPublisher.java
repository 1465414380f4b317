package io.cleansight.query.command;

import io.cleansight.messaging.codec.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Sends commands, and waits a little for what comes of them. */
@Component
public class CommandPublisher {
  private static final int KAFKA_SECONDS = 5;

  /** How often we look whether a command was applied. */
  private static final Duration LOOK = Duration.ofMillis(25);

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;
  private final Duration patience;
  private final CommandReader applied;

  /**
   * @param patience how long a caller waits for a command to be applied
   */
  CommandPublisher(
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      Clock clock,
      CommandReader applied,
      @Value("${query.patience}") Duration patience) {
    this.patience = patience;
    this.applied = applied;
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Where a command lies; what persistence keeps of it says no earlier time and no lower offset.
   */
  public record Sent(Instant at, long offset) {
    /** Of what is set by it. */
    public long version() {
      return offset + 1;
    }
  }

  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Whether a setting was sent with that id and applied: sent again, it might undo what was set in
   * between.
   */
  public boolean wasApplied(UUID id) {
    return applied.wasApplied(id);
  }

  /** Returns once Kafka has it; 503 if Kafka does not answer. */
  public Sent send(String topic, UUID id, SpecificRecord command) throws InterruptedException {
    return send(records.of(topic, id, now(), command, null));
  }

  /**
   * Says that what a compacted topic said under that key holds no longer: 204, or 202 while the
   * record still has it.
   *
   * @param has whether the record has it
   */
  public ResponseEntity<Void> withdraw(String topic, String key, BooleanSupplier has)
      throws InterruptedException {
    send(new ProducerRecord<String, Object>(topic, key, null));
    return gone(has);
  }

  /** 204 once the record has it no longer, or 202 while it still has. */
  public ResponseEntity<Void> gone(BooleanSupplier has) throws InterruptedException {
    Optional<Boolean> gone =
        await(() -> has.getAsBoolean() ? Optional.<Boolean>empty() : Optional.of(true));
    return gone.isPresent()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.accepted().build();
  }

  /** For what was made under a key that comes again, and was taken away since. */
  public static ResponseStatusException gone(String what, UUID id) {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, what + " " + id + " was made under this key, and taken away since");
  }

  /** What came of a command, or empty if that takes longer than two seconds. */
  public <T> Optional<T> await(Supplier<Optional<T>> look) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK); // on a virtual thread: persistence commits in another process
      found = look.get();
    }
    return found;
  }

  private Sent send(ProducerRecord<String, Object> record) throws InterruptedException {
    try {
      var metadata = kafka.send(record).get(KAFKA_SECONDS, TimeUnit.SECONDS).getRecordMetadata();
      return new Sent(Instant.ofEpochMilli(metadata.timestamp()), metadata.offset());
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; nothing was changed", e);
    }
  }
}
