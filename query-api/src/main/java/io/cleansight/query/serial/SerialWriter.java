package io.cleansight.query.serial;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes one change after the other whatever the number of instances. Each takes the one
 * transactional id that there is for its kind, which shuts out whoever had it; waits until its own
 * reading has come to the end; decides; and commits, unless another instance has taken the id
 * meanwhile. So what is decided holds when it is written.
 */
public final class SerialWriter {
  private static final Logger log = LoggerFactory.getLogger(SerialWriter.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  private final String kind;
  private final Map<String, Object> settings;
  private final WholeTopics reading;
  private final List<String> topics;
  private final ReentrantLock one = new ReentrantLock();

  /**
   * @param kind of what is changed, in one word
   * @param reading of those topics, upon which is decided
   */
  public SerialWriter(
      String kind, ProducerFactory<?, ?> producers, WholeTopics reading, List<String> topics) {
    this.kind = kind;
    this.settings = new HashMap<>(producers.getConfigurationProperties());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "query-api-" + kind);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.merge(
        ProducerConfig.CLIENT_ID_CONFIG, "-" + kind, (name, more) -> name.toString() + more);
    this.reading = reading;
    this.topics = List.copyOf(topics);
  }

  /**
   * Makes a change: all of its records, or none.
   *
   * @param decide what is to be sent, upon all that was sent before; nothing, if there is nothing
   *     to change. May throw, and be asked more than once
   * @return where the last of them is; empty: nothing was sent
   * @throws ResponseStatusException 503 if Kafka does not answer
   */
  public Optional<RecordMetadata> write(Supplier<List<ProducerRecord<String, Object>>> decide)
      throws InterruptedException {
    if (!one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw away(null);
    }
    try {
      @Nullable KafkaException last = null;
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        try {
          return writeOnce(decide);
        } catch (TimeoutException e) {
          throw away(e);
        } catch (KafkaException e) {
          // Brokers have several words for that another instance was faster, some by mistake; what
          // came of it is seen when it is decided again.
          log.info("attempt {} to change {}: {}", attempt, kind, e.getMessage());
          last = e;
        }
      }
      throw away(last);
    } finally {
      one.unlock();
    }
  }

  private Optional<RecordMetadata> writeOnce(Supplier<List<ProducerRecord<String, Object>>> decide)
      throws InterruptedException {
    var producer = new KafkaProducer<String, Object>(settings);
    try {
      producer.initTransactions();
      if (!reading.awaitEnd(topics, PATIENCE)) {
        throw away(null);
      }
      List<ProducerRecord<String, Object>> decided = decide.get();
      return decided.isEmpty() ? Optional.empty() : Optional.of(commit(producer, decided));
    } finally {
      producer.close(CLOSING);
    }
  }

  private static RecordMetadata commit(
      KafkaProducer<String, Object> producer, List<ProducerRecord<String, Object>> decided)
      throws InterruptedException {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = decided.stream().map(producer::send).toList();
    producer.commitTransaction();
    try {
      return sent.getLast().get();
    } catch (ExecutionException e) {
      throw away(e);
    }
  }

  private static ResponseStatusException away(@Nullable Exception e) {
    return new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Kafka does not answer; try again, and look whether it was changed",
        e);
  }
}
