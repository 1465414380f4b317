package io.cleansight.capture.publish;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.CameraRun;
import io.cleansight.messaging.read.PartitionReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Registers the runs of cameras in the topic {@code camera-runs}, from which each gets its place in
 * their order: whoever registers later has the higher generation, whatever clocks say, and also
 * after the topic was made anew. See docs/decisions/0015-time.md. Threads: any; one registers at a
 * time.
 */
@ThreadSafe
public final class RunRegistry {
  private static final TopicPartition RUNS = new TopicPartition(Topics.CAMERA_RUNS, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BASE_HOLDS = Duration.ofSeconds(5);

  private final EventSender sender;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final LongSupplier nanoTime;

  /** Runs of recorded files that nobody has requested, by camera. */
  private final Map<String, Run> unrequested = new HashMap<>();

  private @Nullable Base base;

  public RunRegistry(
      EventSender sender, ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this(sender, consumers, System::nanoTime);
  }

  RunRegistry(
      EventSender sender,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      LongSupplier nanoTime) {
    this.sender = sender;
    this.consumers = consumers;
    this.nanoTime = nanoTime;
  }

  /**
   * A registered run.
   *
   * @param epoch identity of its frames
   * @param latest whether no later run of the camera was registered
   * @param known whether it had been registered before, so that frames of it may have been judged
   */
  public record Run(long generation, Instant epoch, boolean latest, boolean known) {}

  /** A record of the topic: what it says, and where and when it was appended. */
  private record Registered(CameraRun run, long offset, long appendedMillis) {}

  /**
   * What generations are counted from. Many cameras begin at a time where one instance takes over
   * from another, and the topic is not read for each.
   *
   * @param end what is registered after it comes at or behind this offset, unless the topic is
   *     another now
   * @param since when it was read, by the monotonic clock
   */
  private record Base(long origin, long end, long since) {}

  /**
   * Registers a new run of a live camera, or of a recorded file that nobody has requested. Its
   * epoch is the time at which the broker had it, made different for runs of one millisecond. For
   * such a file the life of this process is the request: the run it had before is its run again,
   * unless another has followed.
   *
   * @throws KafkaException if Kafka does not answer; whether it has registered the run is then not
   *     known, and another try is a later run
   */
  public synchronized Run started(String cameraId, String sourceKind) throws InterruptedException {
    if (!SourceKind.RECORDED.is(sourceKind)) {
      return begin(cameraId, sourceKind);
    }
    Run before = unrequested.get(cameraId);
    Run now =
        before != null && isLatest(cameraId, before)
            ? new Run(before.generation(), before.epoch(), true, true)
            : begin(cameraId, sourceKind);
    unrequested.put(cameraId, now);
    return now;
  }

  /** A file that nobody has requested is to be played anew when its camera starts next. */
  public synchronized void forget(String cameraId) {
    unrequested.remove(cameraId);
  }

  private Run begin(String cameraId, String sourceKind) throws InterruptedException {
    Base known = base();
    RecordMetadata placed = register(run(cameraId, cameraId, null, sourceKind));
    if (placed.offset() < known.end()) { // the topic was made anew
      known = new Base(origin(read()), placed.offset() + 1, nanoTime.getAsLong());
      placed = register(run(cameraId, cameraId, null, sourceKind));
    }
    base = new Base(known.origin(), placed.offset() + 1, known.since());
    Instant epoch =
        Instant.ofEpochMilli(placed.timestamp()).plus(placed.offset() % 1000, ChronoUnit.MICROS);
    return new Run(known.origin() + placed.offset(), epoch, true, false);
  }

  private Base base() throws InterruptedException {
    Base known = base;
    if (known == null || nanoTime.getAsLong() - known.since() > BASE_HOLDS.toNanos()) {
      List<Registered> registered = read();
      long end = registered.isEmpty() ? 0 : registered.getLast().offset() + 1;
      known = new Base(origin(registered), end, nanoTime.getAsLong());
    }
    return known;
  }

  private boolean isLatest(String cameraId, Run run) throws InterruptedException {
    List<Registered> registered = read();
    long origin = origin(registered);
    return registered.stream()
        .filter(it -> cameraId.equals(it.run().getCameraId()))
        .allMatch(it -> origin + it.offset() <= run.generation());
  }

  /**
   * The run that plays a recorded file by request: the same request again is the same run.
   *
   * @param epoch identity of the request
   * @throws KafkaException as {@link #started}
   */
  public synchronized Run requested(String cameraId, Instant epoch) throws InterruptedException {
    List<Registered> registered = read();
    long origin = origin(registered);
    String id = cameraId + "@" + epoch;
    List<Registered> ofCamera =
        registered.stream().filter(it -> cameraId.equals(it.run().getCameraId())).toList();
    Optional<Registered> known = last(id, ofCamera);
    if (known.isPresent()) {
      boolean latest = known.get().equals(ofCamera.getLast());
      return new Run(origin + known.get().offset(), epoch, latest, true);
    }
    RecordMetadata placed = register(run(id, cameraId, epoch, SourceKind.RECORDED.word()));
    return new Run(origin + placed.offset(), epoch, true, false);
  }

  /**
   * A registration whose acknowledgement timed out may have been repeated: the last one counts, as
   * it is the one that compaction keeps.
   */
  private static Optional<Registered> last(String runId, List<Registered> registered) {
    return registered.stream()
        .filter(it -> it.run().getRunId().equals(runId))
        .reduce((_, later) -> later);
  }

  /** The base of generations. Not kept for long: the topic may have been recreated. */
  private long origin(List<Registered> registered) throws InterruptedException {
    OptionalLong origin = firstOrigin(registered);
    if (origin.isEmpty()) {
      // Whoever comes second adds one, too; the first counts.
      register(run("origin-" + UUID.randomUUID(), null, null, null));
      origin = firstOrigin(read());
    }
    return origin.orElseThrow(() -> new KafkaException(RUNS + " does not hold what it took"));
  }

  private static OptionalLong firstOrigin(List<Registered> registered) {
    return registered.stream()
        .filter(it -> it.run().getCameraId() == null)
        .mapToLong(Registered::appendedMillis)
        .findFirst();
  }

  /** Everything that is registered now, oldest first. */
  private List<Registered> read() {
    var all = new ArrayList<Registered>();
    try (var consumer = consumers.createConsumer(null, "camera-runs")) {
      new PartitionReader<>(consumer, PATIENCE)
          .readAll(RUNS, record -> registered(record).ifPresent(all::add));
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
    try {
      RecordMetadata placed =
          sender
              .send(Topics.CAMERA_RUNS, UUID.randomUUID(), sender.clock().instant(), run)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!placed.hasOffset() || !placed.hasTimestamp()) {
        throw new KafkaException("the broker does not say where it has put a run of " + RUNS);
      }
      return placed;
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a run could not be registered", e);
    }
  }

  private static CameraRun run(
      String id, @Nullable String cameraId, @Nullable Instant epoch, @Nullable String kind) {
    return new CameraRun(id, cameraId, epoch, kind);
  }
}
