package io.cleansight.query.video;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Segment;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.topic.KeyPartition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads a camera's segments in the topic: what there is of a time, and each by where it lies. */
@NotThreadSafe
final class SegmentReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);

  /** A key frame may lie so long before what depends on it, and a segment come so much later. */
  private static final Duration AROUND = Duration.ofMinutes(1);

  private final Consumer<String, Decoded<SpecificRecord>> consumer;
  private final TopicPartition partition;
  private final String camera;

  /** Polled, and not asked for yet: a poll at most. */
  private final ArrayDeque<ConsumerRecord<String, Decoded<SpecificRecord>>> waiting =
      new ArrayDeque<>();

  private SegmentReader(Consumer<String, Decoded<SpecificRecord>> consumer, String camera) {
    this.consumer = consumer;
    this.camera = camera;
    int partitions = consumer.partitionsFor(Topics.SEGMENTS, PATIENCE).size();
    this.partition =
        new TopicPartition(Topics.SEGMENTS, KeyPartition.of(camera, Math.max(1, partitions)));
    consumer.assign(List.of(partition));
  }

  static SegmentReader open(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, String camera) {
    var settings = new Properties();
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 << 20));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "50");
    var consumer = consumers.createConsumer(null, null, "video", settings);
    try {
      return new SegmentReader(consumer, camera);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** What of the topic is looked through. */
  private record Stretch(long from, long to) {
    boolean isEmpty() {
      return from >= to;
    }
  }

  /**
   * The camera's segments that the broker had around that time, by its clock.
   *
   * @throws TimeoutException if Kafka does not answer
   */
  List<Piece> liveOf(Instant from, Instant to) {
    return pieces(new Stretch(offset(from.minus(AROUND)), offset(to.plus(AROUND))), Long.MAX_VALUE);
  }

  /**
   * The camera's segments in all that the topic holds, whatever their time.
   *
   * @param most bytes that are looked through, from the oldest on
   * @throws TimeoutException if Kafka does not answer
   */
  List<Piece> all(long most) {
    long begin =
        consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
    return pieces(new Stretch(begin, end()), most);
  }

  private long end() {
    return consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
  }

  private long offset(Instant at) {
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, at.toEpochMilli()), PATIENCE).get(partition);
    return found == null ? end() : found.offset();
  }

  private List<Piece> pieces(Stretch stretch, long most) {
    var pieces = new ArrayList<Piece>();
    if (stretch.isEmpty()) {
      return pieces;
    }
    consumer.seek(partition, stretch.from());
    long left = most;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long position = stretch.from();
    while (position < stretch.to() && left > 0) {
      for (var record : consumer.poll(POLL)) {
        left -= Math.max(record.serializedValueSize(), 0);
        if (record.offset() < stretch.to()) {
          segment(record).ifPresent(it -> pieces.add(piece(it, record)));
        }
      }
      long next = consumer.position(partition, PATIENCE);
      if (next > position) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("no segments of " + partition + " from " + position + " on");
      }
      position = next;
    }
    return pieces;
  }

  /** The camera's segment at that place; a later call asks for a later place. Empty: it is gone. */
  Optional<Segment> at(Piece.InTopic place) {
    if (consumer.position(partition, PATIENCE) != place.offset() && waiting.isEmpty()) {
      consumer.seek(partition, place.offset());
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      while (!waiting.isEmpty()) {
        var record = waiting.removeFirst();
        if (record.offset() == place.offset()) {
          return segment(record);
        }
        if (record.offset() > place.offset()) {
          return Optional.empty();
        }
      }
      consumer.poll(POLL).forEach(waiting::addLast);
      if (waiting.isEmpty() && System.nanoTime() - deadline > 0) {
        throw new TimeoutException(place + " did not come within " + PATIENCE);
      }
    }
  }

  private Optional<Segment> segment(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    return record.value() instanceof Decoded.Event<SpecificRecord>(Segment segment)
            && segment.getCameraId().equals(camera)
        ? Optional.of(segment)
        : Optional.empty();
  }

  private static Piece piece(Segment segment, ConsumerRecord<?, ?> record) {
    var run =
        new Piece.Run(
            segment.getEpoch(),
            segment.getGeneration(),
            segment.getOpening(),
            sha256(segment.getInit()));
    return new Piece(
        run,
        segment.getSequence(),
        segment.getFirstCapturedAt(),
        segment.getLastCapturedAt(),
        segment.getKeyFrame(),
        new Piece.InTopic(record.partition(), record.offset()));
  }

  private static String sha256(ByteBuffer init) {
    var bytes = new byte[init.remaining()];
    init.duplicate().get(bytes);
    return DeadLetter.sha256(bytes);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
