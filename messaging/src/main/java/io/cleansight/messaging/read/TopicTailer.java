package io.cleansight.messaging.read;

import io.cleansight.contracts.codec.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads topics whole, without a group, on a thread of its own, from {@link #start} to {@link
 * #close}. After trouble with Kafka it begins anew, with another consumer.
 */
public final class TopicTailer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicTailer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final List<String> topics;
  private final Reading reading;
  private final Thread thread;
  private volatile boolean running = true;

  /** What is done with the topics. */
  public interface Reading {
    /**
     * Sets where to begin, and polls for as long as it is going.
     *
     * @param consumer assigned to every partition of the topics; the follower closes it
     */
    void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going);
  }

  /**
   * @param name of the thread and of the client at the broker
   */
  public TopicTailer(
      String name,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      List<String> topics,
      Reading reading) {
    this.name = name;
    this.consumers = consumers;
    this.topics = List.copyOf(topics);
    this.reading = reading;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** Begins; to be called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      try (var consumer = consumers.createConsumer(null, name)) {
        consumer.assign(
            topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList());
        reading.follow(consumer, () -> running);
      } catch (IllegalStateException | KafkaException e) {
        log.warn("{} pauses: {}", name, e.getMessage());
      }
    }
  }

  /** Returns when the reading has ended, or was interrupted as it did not within ten seconds. */
  @Override
  public void close() {
    running = false;
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(PATIENCE.multipliedBy(2))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
