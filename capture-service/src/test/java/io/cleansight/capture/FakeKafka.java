package io.cleansight.capture;

import io.cleansight.capture.publish.EventSender;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockConsumerFactory;
import org.springframework.kafka.mock.MockProducerFactory;

/**
 * Topics in memory: what is sent lies in partition 0 at once, and is acknowledged at once unless
 * that is held back. Its clock is {@link #now}. Threads: any.
 */
public final class FakeKafka {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Map<TopicPartition, Log> logs =
      new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString));
  private final Deque<Runnable> acknowledgements = new ArrayDeque<>();
  private boolean holding;
  private boolean away;
  private boolean silent;
  private @Nullable RuntimeException refusal;
  private @Nullable Exception failure;
  private boolean placeless;

  /** Since noon, by the broker's clock and the monotonic one. */
  private Duration passed = Duration.ZERO;

  /** This machine's clock is ahead by that. */
  public Duration skew = Duration.ZERO;

  /** How often a consumer was opened. */
  public int consumers;

  private static final class Log {
    private long start;
    private long end;
    private final List<ConsumerRecord<String, Decoded<SpecificRecord>>> records = new ArrayList<>();
  }

  private record Waiting(Callback callback, RecordMetadata place, @Nullable Exception failure)
      implements Runnable {
    @Override
    public void run() {
      callback.onCompletion(place, failure);
    }
  }

  public synchronized Instant now() {
    return NOON.plus(passed);
  }

  public synchronized long nanoTime() {
    return passed.toNanos();
  }

  public synchronized void pass(Duration time) {
    passed = passed.plus(time);
  }

  public EventSender sender() {
    return sender(Tracing.off());
  }

  public EventSender sender(Tracing tracing) {
    var clock = new BrokerClock(() -> now().plus(skew), this::nanoTime);
    return new EventSender(template(), new EventRecords("test", tracing), clock);
  }

  public KafkaTemplate<String, Object> template() {
    return new KafkaTemplate<>(new MockProducerFactory<>(Sending::new));
  }

  public ConsumerFactory<String, Decoded<SpecificRecord>> consumers() {
    return new MockConsumerFactory<>(this::consumer);
  }

  /** Acknowledges nothing from now on. */
  public synchronized void hold() {
    holding = true;
  }

  /** Acknowledges the oldest that is held back. */
  public void acknowledge() {
    Runnable oldest;
    synchronized (this) {
      oldest = acknowledgements.removeFirst();
    }
    oldest.run();
  }

  /** Acknowledges all that is held back, and from now on everything at once. */
  public void release() {
    synchronized (this) {
      holding = false;
    }
    while (waiting() > 0) {
      acknowledge();
    }
  }

  /** How many acknowledgements are held back. */
  public synchronized int waiting() {
    return acknowledgements.size();
  }

  /** Takes nothing from now on and answers nothing. */
  public synchronized void goAway() {
    away = true;
    refusal = new org.springframework.kafka.KafkaException("no metadata within 200 ms");
  }

  /** Answers where topics begin and end, and then gives no record. */
  public synchronized void fallSilent() {
    silent = true;
  }

  public synchronized void comeBack() {
    away = false;
    silent = false;
    refusal = null;
  }

  /** From now on a send is taken and then fails; null: it succeeds. */
  public synchronized void failLater(@Nullable Exception cause) {
    failure = cause;
  }

  /** From now on a send succeeds, and the broker does not say where. */
  public synchronized void hidePlaces() {
    placeless = true;
  }

  /** A topic that is there, with so many partitions. */
  public synchronized void make(String topic, int partitions) {
    for (int i = 0; i < partitions; i++) {
      log(new TopicPartition(topic, i));
    }
  }

  /** A topic that is deleted and made anew. */
  public synchronized void makeAnew(String topic) {
    logs.keySet().removeIf(it -> it.topic().equals(topic));
    make(topic, 1);
  }

  /** Puts a record where it is wanted. */
  public synchronized long append(String topic, int partition, SpecificRecord event) {
    return add(new TopicPartition(topic, partition), "", new Decoded.Event<>(event));
  }

  public synchronized void append(String topic, int partition, Decoded<SpecificRecord> value) {
    add(new TopicPartition(topic, partition), "", value);
  }

  /** What ends a transaction takes an offset and is no record. */
  public synchronized void mark(String topic, int partition) {
    log(new TopicPartition(topic, partition)).end++;
  }

  /** Deletes what lies before that offset. */
  public synchronized void delete(String topic, long before) {
    Log log = log(new TopicPartition(topic, 0));
    log.start = Math.max(log.start, before);
    log.records.removeIf(it -> it.offset() < before);
  }

  public synchronized long start(String topic) {
    return log(new TopicPartition(topic, 0)).start;
  }

  public synchronized long end(String topic) {
    return log(new TopicPartition(topic, 0)).end;
  }

  public synchronized <T> List<T> events(String topic, Class<T> type) {
    return logs.entrySet().stream()
        .filter(it -> it.getKey().topic().equals(topic))
        .flatMap(it -> it.getValue().records.stream())
        .map(ConsumerRecord::value)
        .flatMap(
            it ->
                it instanceof Decoded.Event<SpecificRecord>(var event)
                    ? Stream.of(type.cast(event))
                    : Stream.empty())
        .toList();
  }

  private Log log(TopicPartition place) {
    return logs.computeIfAbsent(place, _ -> new Log());
  }

  private long add(TopicPartition place, String key, Decoded<SpecificRecord> value) {
    Log log = log(place);
    var record =
        new ConsumerRecord<>(
            place.topic(),
            place.partition(),
            log.end,
            now().toEpochMilli(),
            org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME,
            0,
            0,
            key,
            value,
            new org.apache.kafka.common.header.internals.RecordHeaders(),
            java.util.Optional.empty());
    log.records.add(record);
    log.end++;
    return record.offset();
  }

  private final class Sending extends MockProducer<String, Object> {
    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, Object> record, Callback callback) {
      Waiting answer = take(record, callback);
      if (answer != null) {
        answer.run();
      }
      return new CompletableFuture<>();
    }

    @Override
    public void close(Duration timeout) {
      // The template closes it after each record, as what its factory gives it is shared.
    }

    /** Null if the acknowledgement is held back. */
    private @Nullable Waiting take(ProducerRecord<String, Object> record, Callback callback) {
      synchronized (FakeKafka.this) {
        if (refusal != null) {
          throw refusal;
        }
        var place = new TopicPartition(record.topic(), 0);
        long offset =
            failure == null
                ? add(place, record.key(), new Decoded.Event<>((SpecificRecord) record.value()))
                : -1;
        var metadata =
            placeless
                ? new RecordMetadata(place, -1, 0, -1, 0, 0)
                : new RecordMetadata(place, offset, 0, now().toEpochMilli(), 0, 0);
        var answer = new Waiting(callback, metadata, failure);
        if (holding) {
          acknowledgements.add(answer);
          return null;
        }
        return answer;
      }
    }
  }

  private synchronized MockConsumer<String, Decoded<SpecificRecord>> consumer() {
    consumers++;
    var consumer = new Reading();
    var starts = new HashMap<TopicPartition, Long>();
    var ends = new HashMap<TopicPartition, Long>();
    logs.forEach(
        (place, log) -> {
          starts.put(place, log.start);
          ends.put(place, log.end);
        });
    consumer.updateBeginningOffsets(starts);
    consumer.updateEndOffsets(ends);
    logs.keySet().stream()
        .collect(Collectors.groupingBy(TopicPartition::topic))
        .forEach(
            (topic, partitions) ->
                consumer.updatePartitions(
                    topic,
                    partitions.stream()
                        .map(it -> new PartitionInfo(topic, it.partition(), null, null, null))
                        .toList()));
    return consumer;
  }

  /** Gives few records at a time, and passes what is no record as a consumer does. */
  private final class Reading extends MockConsumer<String, Decoded<SpecificRecord>> {
    Reading() {
      super("earliest");
      setMaxPollRecords(7);
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions) {
      answer();
      return super.beginningOffsets(partitions);
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      answer();
      return super.partitionsFor(topic);
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      super.assign(partitions);
      synchronized (FakeKafka.this) {
        partitions.forEach(place -> log(place).records.forEach(this::addRecord));
      }
    }

    @Override
    public synchronized ConsumerRecords<String, Decoded<SpecificRecord>> poll(Duration timeout) {
      synchronized (FakeKafka.this) {
        if (silent) {
          return ConsumerRecords.empty();
        }
      }
      var records = super.poll(timeout);
      if (records.isEmpty()) {
        assignment().forEach(place -> seek(place, end(place)));
      }
      return records;
    }

    private long end(TopicPartition place) {
      synchronized (FakeKafka.this) {
        return log(place).end;
      }
    }

    private void answer() {
      synchronized (FakeKafka.this) {
        if (away) {
          KafkaException late = new TimeoutException("no answer");
          throw late;
        }
      }
    }
  }
}
