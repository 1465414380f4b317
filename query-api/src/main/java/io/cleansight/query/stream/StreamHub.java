package io.cleansight.query.stream;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.query.hub.TopicHub;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows violations, alerts and cameras and tells them to everybody who listens. The latest {@link
 * #KEPT} are kept for those who come back. One thread reads; it never waits for a listener.
 */
@Component
class StreamHub extends TopicHub<Listener> {
  private static final int KEPT = 10_000;

  private static final List<String> TOPICS =
      List.of(Topics.VIOLATIONS, Topics.ALERTS, Topics.CAMERA_HEALTH);

  private final JsonMapper json;
  private final Deque<StreamEvent> latest = new ArrayDeque<>();
  private StreamPosition start = StreamPosition.of(Map.of());
  private StreamPosition now = StreamPosition.of(Map.of());

  StreamHub(ConsumerFactory<String, Decoded<SpecificRecord>> consumers, JsonMapper json) {
    super("news", consumers, TOPICS);
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
    add(listener);
  }

  private Missed missedSince(StreamPosition heard) {
    boolean whole =
        start.next().entrySet().stream()
            .allMatch(entry -> heard.next().getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    return new Missed(
        latest.stream().filter(it -> heard.lacks(it.partition(), it.offset())).toList(), whole);
  }

  @Override
  protected void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    begin(consumer);
    while (going.getAsBoolean()) {
      poll(consumer).forEach(this::take);
    }
  }

  /** Goes on where it was, or begins a little before the end. */
  private void begin(Consumer<String, Decoded<SpecificRecord>> consumer) {
    StreamPosition before = position();
    var from = new HashMap<TopicPartition, Long>();
    ends(consumer)
        .forEach(
            (partition, end) -> {
              Long known = before.next().get(StreamPosition.name(partition));
              from.put(partition, known == null ? beforeTheEnd(end) : Math.min(known, end));
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
    keep(event);
    clients().forEach(listener -> listener.tell(event));
  }

  private synchronized void keep(StreamEvent event) {
    latest.addLast(event);
    if (latest.size() > KEPT) {
      StreamEvent oldest = latest.removeFirst();
      start = start.after(oldest.partition(), oldest.offset());
    }
  }
}
