package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.CameraRun;
import io.cleansight.messaging.BrokerClock;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Registers the runs of cameras in the topic {@code camera-runs}, from which each gets its place in
 * their order: whoever registers later has the higher generation, whatever clocks say, and also
 * after the topic was made anew. See docs/decisions/0015-time.md. Threads: any; one registers at a
 * time.
 */
final class RunRegistry {
  private static final TopicPartition RUNS = new TopicPartition(Topics.CAMERA_RUNS, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaTemplate<String, Object> kafka;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final EventRecords records;
  private final BrokerClock clock;

  /** From which generations are counted; empty until it has been read. */
  private OptionalLong origin = OptionalLong.empty();

  RunRegistry(
      KafkaTemplate<String, Object> kafka,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      EventRecords records,
      BrokerClock clock) {
    this.kafka = kafka;
    this.consumers = consumers;
    this.records = records;
    this.clock = clock;
  }

  /**
   * A registered run.
   *
   * @param epoch identity of its frames
   * @param latest whether no later run of the camera was registered
   */
  record Run(long generation, Instant epoch, boolean latest) {}

  /** A record of the topic: what it says, and where and when it was appended. */
  private record Registered(CameraRun run, long offset, long appendedMillis) {}

  /**
   * Registers a new run of a live camera. Its epoch is the time at which the broker had it, made
   * different for runs of one millisecond.
   *
   * @throws KafkaException if Kafka does not answer; whether it has registered the run is then not
   *     known, and another try is a later run
   */
  synchronized Run live(String cameraId) throws InterruptedException {
    long origin = origin();
    RecordMetadata placed = register(run(cameraId, cameraId, null, Words.LIVE));
    Instant epoch =
        Instant.ofEpochMilli(placed.timestamp()).plus(placed.offset() % 1000, ChronoUnit.MICROS);
    return new Run(origin + placed.offset(), epoch, true);
  }

  /**
   * The run that plays a recorded file by request: the same request again is the same run.
   *
   * @param epoch identity of the request
   * @throws KafkaException as {@link #live}
   */
  synchronized Run recorded(String cameraId, Instant epoch) throws InterruptedException {
    long origin = origin();
    String key = cameraId + "@" + epoch;
    Optional<Run> known = find(origin, cameraId, key, epoch);
    if (known.isPresent()) {
      return known.get();
    }
    RecordMetadata placed = register(run(key, cameraId, epoch, Words.RECORDED));
    return new Run(origin + placed.offset(), epoch, true);
  }

  private Optional<Run> find(long origin, String cameraId, String key, Instant epoch) {
    List<Registered> ofCamera =
        read().stream().filter(it -> cameraId.equals(it.run().getCameraId())).toList();
    return ofCamera.stream()
        .filter(it -> it.run().getRunId().equals(key))
        .findFirst()
        .map(
            it ->
                new Run(
                    origin + it.offset(), epoch, ofCamera.getLast().run().getRunId().equals(key)));
  }

  private long origin() throws InterruptedException {
    if (origin.isEmpty()) {
      origin = firstOrigin();
    }
    if (origin.isEmpty()) {
      // Whoever comes second adds one, too; the first counts.
      register(run("origin-" + UUID.randomUUID(), null, null, null));
      origin = firstOrigin();
    }
    return origin.orElseThrow(() -> new KafkaException(RUNS + " does not hold what it took"));
  }

  private OptionalLong firstOrigin() {
    return read().stream()
        .filter(it -> it.run().getCameraId() == null)
        .mapToLong(Registered::appendedMillis)
        .findFirst();
  }

  /** Everything that is registered now, oldest first. */
  private List<Registered> read() {
    var all = new ArrayList<Registered>();
    try (var consumer = consumers.createConsumer(null, "camera-runs")) {
      consumer.assign(List.of(RUNS));
      consumer.seekToBeginning(List.of(RUNS));
      long end = consumer.endOffsets(List.of(RUNS), PATIENCE).getOrDefault(RUNS, 0L);
      while (consumer.position(RUNS, PATIENCE) < end) {
        for (var record : consumer.poll(PATIENCE)) {
          registered(record).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private static Optional<Registered> registered(
      ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    return record.value() instanceof Decoded.Event<SpecificRecord>(CameraRun run)
        ? Optional.of(new Registered(run, record.offset(), record.timestamp()))
        : Optional.empty();
  }

  private RecordMetadata register(CameraRun run) throws InterruptedException {
    ProducerRecord<String, Object> record =
        records.of(Topics.CAMERA_RUNS, UUID.randomUUID(), clock.instant(), run, null);
    try {
      RecordMetadata placed =
          clock
              .timing(() -> kafka.send(record))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .getRecordMetadata();
      if (!placed.hasOffset() || !placed.hasTimestamp()) {
        throw new KafkaException("the broker does not say where it has put a run of " + RUNS);
      }
      return placed;
    } catch (ExecutionException | TimeoutException | org.springframework.kafka.KafkaException e) {
      throw new KafkaException("a run could not be registered", e);
    }
  }

  private static CameraRun run(
      String id, @Nullable String cameraId, @Nullable Instant epoch, @Nullable String kind) {
    return new CameraRun(id, cameraId, epoch, kind);
  }
}
