package io.cleansight.query.stream;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows violations, alerts and cameras and tells them to everybody who listens. The latest {@link
 * #KEPT} are kept for those who come back. One thread reads; it never waits for a listener.
 */
@Component
class StreamHub implements SmartLifecycle {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How many of the latest are kept, and how far back of each partition we begin. */
  private static final int KEPT = 10_000;

  private static final int LOOK_BACK = 500;
  private static final List<String> TOPICS =
      List.of(Topics.VIOLATIONS, Topics.ALERTS, Topics.CAMERA_HEALTH);

  private final JsonMapper json;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Deque<StreamEvent> latest = new ArrayDeque<>();
  private StreamPosition start = StreamPosition.of(Map.of());
  private StreamPosition now = StreamPosition.of(Map.of());
  private final TopicTailer follower;
  private volatile boolean running;

  StreamHub(ConsumerFactory<String, Decoded<SpecificRecord>> consumers, JsonMapper json) {
    this.follower = new TopicTailer("news", consumers, TOPICS, this::follow);
    this.json = json;
  }

  /** What a listener that comes back has missed; {@code whole} is false if some of it is gone. */
  record Missed(List<StreamEvent> event, boolean whole) {}

  /**
   * Begins to tell a listener, after what it has missed.
   *
   * @param heard how far it had heard; empty: nothing is missed
   */
  synchronized void add(Listener listener, Optional<StreamPosition> heard) {
    heard.map(this::missedSince).ifPresent(listener::catchUp);
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  int listeners() {
    return listeners.size();
  }

  private Missed missedSince(StreamPosition heard) {
    boolean whole =
        start.next().entrySet().stream()
            .allMatch(entry -> heard.next().getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    return new Missed(
        latest.stream().filter(it -> heard.lacks(it.partition(), it.offset())).toList(), whole);
  }

  @Override
  public void start() {
    running = true;
    follower.start();
  }

  @Override
  public void stop() {
    running = false;
    listeners.forEach(Listener::close);
    follower.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    begin(consumer);
    while (going.getAsBoolean()) {
      consumer.poll(POLL).forEach(this::take);
    }
  }

  /** Goes on where it was, or begins a little before the end. */
  private void begin(Consumer<String, Decoded<SpecificRecord>> consumer) {
    var from = new HashMap<TopicPartition, Long>();
    consumer
        .endOffsets(consumer.assignment(), PATIENCE)
        .forEach(
            (partition, end) -> {
              Long known = position().next().get(StreamPosition.name(partition));
              from.put(
                  partition, known == null ? Math.max(0, end - LOOK_BACK) : Math.min(known, end));
            });
    from.forEach(consumer::seek);
    synchronized (this) {
      if (latest.isEmpty()) {
        start = StreamPosition.of(from);
      }
      now = StreamPosition.of(from);
    }
  }

  private synchronized StreamPosition position() {
    return now;
  }

  private void take(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
      StreamEventText.of(event, json).ifPresent(text -> tell(record, text));
    }
  }

  private synchronized void tell(
      ConsumerRecord<String, Decoded<SpecificRecord>> record, StreamEventText text) {
    String partition = StreamPosition.name(new TopicPartition(record.topic(), record.partition()));
    now = now.after(partition, record.offset());
    var event =
        new StreamEvent(
            partition,
            record.offset(),
            now.write(),
            text.kind(),
            text.cameraId(),
            text.cameras(),
            text.data());
    latest.addLast(event);
    if (latest.size() > KEPT) {
      StreamEvent oldest = latest.removeFirst();
      start = start.after(oldest.partition(), oldest.offset());
    }
    listeners.forEach(listener -> listener.tell(event));
  }
}
