package io.cleansight.query.access.account;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.TopicTailer;
import io.cleansight.query.serial.WholeTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
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

  /** How long a start waits for the topics to be read. */
  private static final Duration START = Duration.ofSeconds(10);

  private final Accounts accounts;
  private final WholeTopics reading;
  private final TopicTailer follower;
  private volatile boolean complete;
  private volatile boolean running;

  AccountTailer(Accounts accounts, ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.accounts = accounts;
    this.reading = new WholeTopics(consumers, Reading::new);
    this.follower = new TopicTailer("accounts", consumers, TOPICS, reading);
  }

  /** One reading of the topics from their beginning. */
  private final class Reading implements WholeTopics.Hearer {
    private final Accounts.Told told = new Accounts.Told();

    @Override
    public void hear(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
      tell(told, record);
    }

    @Override
    public void begin() {
      accounts.replace(told);
      complete = true;
    }
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

  /** By which others may wait for what it has read. */
  WholeTopics reading() {
    return reading;
  }

  /** Whether the record of the topic of accounts with that offset is known, within so long. */
  boolean awaitRead(long offset, Duration patience) throws InterruptedException {
    return reading.awaitRead(Map.of(ACCOUNTS, offset + 1), patience);
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
