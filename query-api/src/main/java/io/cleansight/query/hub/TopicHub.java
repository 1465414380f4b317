package io.cleansight.query.hub;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Follows topics for as long as the service runs and passes on what it reads to those who have come
 * for it. One thread reads; it never waits for a client.
 *
 * @param <C> who comes
 */
public abstract class TopicHub<C extends HubClient> implements SmartLifecycle {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(250);

  private static final int LOOK_BACK = 500;

  private final Set<C> clients = ConcurrentHashMap.newKeySet();
  private final String name;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final List<String> topics;
  private volatile @Nullable TopicTailer follower;
  private volatile boolean running;

  /**
   * @param name of the thread and of the client at the broker
   */
  protected TopicHub(
      String name,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      List<String> topics) {
    this.name = name;
    this.consumers = consumers;
    this.topics = List.copyOf(topics);
  }

  /** Sets where to begin, and passes on for as long as it is going, with {@link #poll}. */
  protected abstract void follow(
      Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going);

  protected static ConsumerRecords<String, Decoded<SpecificRecord>> poll(
      Consumer<String, Decoded<SpecificRecord>> consumer) {
    return consumer.poll(POLL);
  }

  /** Where each partition ends now. */
  protected static Map<TopicPartition, Long> ends(
      Consumer<String, Decoded<SpecificRecord>> consumer) {
    return consumer.endOffsets(consumer.assignment(), PATIENCE);
  }

  /** Where to begin a partition that ends there: what spoke last is known at once. */
  protected static long beforeTheEnd(long end) {
    return Math.max(0, end - LOOK_BACK);
  }

  /** Those who are here now. */
  protected final Set<C> clients() {
    return clients;
  }

  public final void add(C client) {
    clients.add(client);
  }

  /** Ends a client who goes. */
  public final void remove(C client) {
    clients.remove(client);
    client.close();
  }

  @Override
  public void start() {
    running = true;
    var started = new TopicTailer(name, consumers, topics, this::follow);
    follower = started;
    started.start();
  }

  @Override
  public void stop() {
    running = false;
    clients.forEach(HubClient::close);
    TopicTailer started = follower;
    if (started != null) {
      started.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
