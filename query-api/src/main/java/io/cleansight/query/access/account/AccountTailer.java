package io.cleansight.query.access.account;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the topics of accounts from their beginning and follows them. Until it has read what was
 * there, the service is not ready, and nobody is known but those of the settings; it starts before
 * requests are taken, and is waited for a little. After trouble it reads them anew: what was
 * withdrawn meanwhile may no longer be in the topic.
 */
@Component("accountsHealthIndicator")
public class AccountTailer implements SmartLifecycle, HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(AccountTailer.class);
  private static final List<String> TOPICS = List.of(Topics.ACCOUNTS, Topics.ACCOUNT_ACTIVITY);
  private static final TopicPartition ACCOUNTS = new TopicPartition(Topics.ACCOUNTS, 0);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long a start waits for the topics to be read. */
  private static final Duration START = Duration.ofSeconds(10);

  private final Accounts accounts;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final TopicTailer follower;
  private final Map<TopicPartition, Long> read = new ConcurrentHashMap<>();
  private volatile boolean complete;
  private volatile boolean running;

  AccountTailer(Accounts accounts, ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.accounts = accounts;
    this.consumers = consumers;
    this.follower = new TopicTailer("accounts", consumers, TOPICS, this::follow);
  }

  private void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    Set<TopicPartition> partitions = consumer.assignment();
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    var told = new Accounts.Told();
    while (going.getAsBoolean() && !isRead(consumer, ends)) {
      consumer.poll(POLL).forEach(record -> tell(told, record));
    }
    if (!going.getAsBoolean()) {
      return;
    }
    accounts.replace(told);
    complete = true;
    advance(consumer, partitions);
    while (going.getAsBoolean()) {
      consumer.poll(POLL).forEach(record -> tell(told, record));
      advance(consumer, partitions);
    }
  }

  private static boolean isRead(
      Consumer<String, Decoded<SpecificRecord>> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(it -> consumer.position(it.getKey(), PATIENCE) >= it.getValue());
  }

  private static void tell(
      Accounts.Told told, ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    String key = record.key();
    boolean ofAccounts = record.topic().equals(Topics.ACCOUNTS);
    switch (record.value()) {
      case null -> {
        if (key != null && ofAccounts) {
          told.forgetAccount(key);
        } else if (key != null) {
          told.forgetActivity(key);
        }
      }
      case Decoded.Event<SpecificRecord>(var event) when key != null -> told.hear(key, event);
      case Decoded.Event<SpecificRecord> nobodys ->
          log.warn("{} {}: of nobody", record.topic(), record.offset());
      case Decoded.Unreadable<SpecificRecord> bad ->
          log.warn("{} {} cannot be read: {}", record.topic(), record.offset(), bad.reason());
    }
  }

  private synchronized void advance(
      Consumer<String, Decoded<SpecificRecord>> consumer, Set<TopicPartition> partitions) {
    partitions.forEach(it -> read.put(it, consumer.position(it, PATIENCE)));
    notifyAll();
  }

  /** Whether all that the topic of accounts holds now is known, within so long. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    try (var consumer = consumers.createConsumer(null, "accounts-end-" + UUID.randomUUID())) {
      consumer.assign(List.of(ACCOUNTS));
      Long end = consumer.endOffsets(List.of(ACCOUNTS), patience).get(ACCOUNTS);
      return end != null && awaitRead(end - 1, patience);
    }
  }

  /** Whether the record of the topic of accounts with that offset is known, within so long. */
  synchronized boolean awaitRead(long offset, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (read.getOrDefault(ACCOUNTS, -1L) <= offset) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Whether everybody is known, and every session that was ended. */
  public boolean isComplete() {
    return complete;
  }

  @Override
  public Health health() {
    return complete
        ? Health.up().build()
        : Health.down().withDetail("waits for", String.join(", ", TOPICS)).build();
  }

  /** Before the server takes requests. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    running = true;
    follower.start();
    try {
      if (!awaitRead(-1, START)) {
        log.warn("accounts are not read yet: Kafka does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    follower.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
