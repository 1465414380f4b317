package io.cleansight.persistence.deadletter;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.deadletter.Origin;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends dead letters, of each record one: also where its batch is given again and again, and where
 * a process ended between a dead letter and the commit of its batch. What is there already is
 * looked up at the end of the dead-letter topic, once after a partition was located. Threads: any;
 * a partition belongs to one.
 */
@Component
@ThreadSafe
public class DeadLetterPublisher {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Known of each partition; more are looked up when it gets there. */
  private static final int MOST_KNOWN = 100_000;

  /** By how much the clocks of two brokers may differ. */
  private static final Duration BROKER_SKEW = Duration.ofMinutes(1);

  private final KafkaTemplate<String, Object> kafka;
  private final RawTopics topics;
  private final MeterRegistry meters;
  private final Duration patience;
  private final Map<TopicPartition, PublishedDeadLetters> published = new ConcurrentHashMap<>();

  /** Sent, and not acknowledged in time: whether Kafka has them will show. */
  private final Map<Origin, CompletableFuture<?>> unacknowledged = new ConcurrentHashMap<>();

  @Autowired
  DeadLetterPublisher(KafkaTemplate<String, Object> kafka, RawTopics topics, MeterRegistry meters) {
    this(kafka, topics, meters, PATIENCE);
  }

  /**
   * @param patience for Kafka's acknowledgement
   */
  DeadLetterPublisher(
      KafkaTemplate<String, Object> kafka,
      RawTopics topics,
      MeterRegistry meters,
      Duration patience) {
    this.kafka = kafka;
    this.topics = topics;
    this.meters = meters;
    this.patience = patience;
    Metric.DEAD_LETTERS.countFromZero(meters);
  }

  /**
   * Looks up whether its record has a dead letter already; may read from Kafka, and so does not
   * belong into a database transaction.
   *
   * @throws IllegalStateException if Kafka does not answer; the batch is to wait
   */
  public boolean isPublished(DeadLetter letter) {
    ConsumerRecord<?, ?> record = letter.origin();
    var partition = new TopicPartition(record.topic(), record.partition());
    PublishedDeadLetters known = published.get(partition);
    if (known == null || !known.covers(record.offset())) {
      known = lookUp(partition, record);
      published.put(partition, known);
    }
    return known.has(record.offset(), record.timestamp());
  }

  /**
   * Sends it; returns when Kafka has it.
   *
   * @throws IllegalStateException if Kafka does not have it in time; the batch is to wait
   */
  public void publish(DeadLetter letter) {
    Origin place = letter.place();
    CompletableFuture<?> sending =
        unacknowledged.computeIfAbsent(place, _ -> kafka.send(letter.record()));
    await(sending, place);
    unacknowledged.remove(place);
    PublishedDeadLetters known = published.get(partitionOf(place));
    if (known != null) {
      known.add(place.offset(), letter.origin().timestamp());
    }
    Metric.DEAD_LETTERS.counter(meters, letter.code().name()).increment();
    letter.tell(log);
  }

  private void await(CompletableFuture<?> sending, Origin place) {
    try {
      sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a dead letter was sent", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("a dead letter is not acknowledged; the batch waits", e);
    } catch (ExecutionException e) {
      // Kafka may have it all the same: that is looked up before it is sent again.
      unacknowledged.remove(place);
      forget(partitionOf(place));
      throw new IllegalStateException("a dead letter could not be sent; the batch waits", e);
    }
  }

  /** The partition's records before that offset are written, or never will be. */
  public void committed(TopicPartition partition, long next) {
    PublishedDeadLetters known = published.get(partition);
    if (known != null) {
      known.forgetBefore(next);
    }
  }

  /**
   * The partition was located anew: others may have sent dead letters of it, also of records that
   * will come again.
   */
  public void forget(TopicPartition partition) {
    published.remove(partition);
    unacknowledged
        .entrySet()
        .removeIf(it -> it.getValue().isDone() && partition.equals(partitionOf(it.getKey())));
  }

  private PublishedDeadLetters lookUp(TopicPartition partition, ConsumerRecord<?, ?> first) {
    var known = new PublishedDeadLetters(MOST_KNOWN);
    known.beginAt(first.offset());
    var letters = new TopicPartition(Topics.deadLetterOf(partition.topic()), partition.partition());
    try (var consumer = topics.open()) {
      RawTopics.read(
          consumer,
          letters,
          oldestOf(first),
          letter ->
              Origin.of(letter.headers())
                  .filter(it -> partition.equals(partitionOf(it)))
                  .ifPresent(it -> known.add(it.offset(), appended(letter))));
    }
    return known;
  }

  /** A dead letter is younger than its record, by the broker's clock. */
  private static long oldestOf(ConsumerRecord<?, ?> record) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
        ? record.timestamp() - BROKER_SKEW.toMillis()
        : 0;
  }

  private static TopicPartition partitionOf(Origin place) {
    return new TopicPartition(place.topic(), place.partition());
  }

  private static long appended(ConsumerRecord<?, ?> letter) {
    String text = Origin.text(letter.headers(), Origin.TIMESTAMP);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : PublishedDeadLetters.UNTOLD;
  }
}
