package io.cleansight.capture.publish;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Segment;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Sends the video of all cameras, by a producer and a thread of its own and within limits of its
 * own: it may lose video, and never holds up a frame. Whoever offers never waits.
 */
@ThreadSafe
public final class SegmentPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SegmentPublisher.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MOST_WAITING = 1024;

  private final EventSender sender;
  private final MeterRegistry meters;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final BlockingQueue<Segment> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param sender with a producer that sends nothing else
   * @param mostBytes of fragments that the broker has not acknowledged
   */
  public SegmentPublisher(EventSender sender, MeterRegistry meters, long mostBytes) {
    this.sender = sender;
    this.meters = meters;
    this.mostBytes = mostBytes;
    this.thread = Thread.ofPlatform().name("segments").daemon().start(this::sendAll);
  }

  /**
   * With a producer beside that of {@code frames}, which keeps no more and gives up sooner.
   *
   * @param client its name at the broker
   * @param most bytes of video that Kafka has not taken
   */
  public static SegmentPublisher of(
      EventSender frames, String client, MeterRegistry meters, DataSize most) {
    Map<String, Object> limits =
        Map.of(
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            2 * most.toBytes(),
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Math.toIntExact(LONGEST.toMillis()),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            Math.toIntExact(LONGEST.toMillis() / 3),
            // Its thread may wait for what a frame may not: until the topic is known.
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            LONGEST.toMillis() / 3,
            ProducerConfig.CLIENT_ID_CONFIG,
            client);
    var kafka = new KafkaTemplate<>(frames.kafka().getProducerFactory(), limits);
    return new SegmentPublisher(
        new EventSender(kafka, frames.records(), frames.clock()), meters, most.toBytes());
  }

  /** Takes a segment to be sent; one that is beyond the limit is dropped and counted. */
  public void offer(Segment segment) {
    if (!takes(segment)) {
      drop(segment);
    }
  }

  /** Whether it takes the segment; one that is beyond the limit may be offered again. */
  public boolean takes(Segment segment) {
    int size = segment.getFragment().remaining();
    boolean fits = bytes.addAndGet(size) <= mostBytes;
    if (!running || !fits || !queue.offer(segment)) {
      bytes.addAndGet(-size);
      return false;
    }
    return true;
  }

  /** Counts a segment that is not sent. */
  public void drop(Segment segment) {
    count(Metric.SEGMENTS_DROPPED, segment);
  }

  /** Sends for a moment what still waits. */
  @Override
  public void close() {
    running = false;
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  private void sendAll() {
    try {
      while (running || !queue.isEmpty()) {
        Segment next = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          send(next);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Segment segment) {
    int size = segment.getFragment().remaining();
    sender
        .send(Topics.SEGMENTS, UUID.randomUUID(), segment.getLastCapturedAt(), segment)
        .whenComplete(
            (_, failure) -> {
              bytes.addAndGet(-size);
              count(failure == null ? Metric.SEGMENTS_PUBLISHED : Metric.SEGMENTS_DROPPED, segment);
              if (failure != null) {
                log.debug("{}: a segment was not sent", segment.getCameraId(), failure);
              }
            });
  }

  private void count(Metric what, Segment segment) {
    what.counter(meters, segment.getCameraId()).increment();
  }
}
