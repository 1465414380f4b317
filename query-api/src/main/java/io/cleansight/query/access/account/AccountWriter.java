package io.cleansight.query.access.account;

import io.cleansight.contracts.Topics;
import io.cleansight.event.AccountState;
import io.cleansight.messaging.codec.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Changes accounts, one change after the other whatever the number of instances. Each takes the one
 * transactional id that there is for it, which shuts out whoever had it; reads the topic to its
 * end; decides; and commits, unless another instance has taken the id meanwhile. So what is decided
 * holds when it is written: no version is given twice, and what was revoked does not come back.
 */
@Component
public class AccountWriter {
  private static final Logger log = LoggerFactory.getLogger(AccountWriter.class);
  private static final String TRANSACTIONAL_ID = "query-api-accounts";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  private final Map<String, Object> settings;
  private final EventRecords records;
  private final Accounts accounts;
  private final AccountTailer follower;
  private final AccountActivityPublisher activity;
  private final Clock clock;
  private final Duration patience;
  private final ReentrantLock one = new ReentrantLock();

  AccountWriter(
      ProducerFactory<?, ?> producers,
      EventRecords records,
      Accounts accounts,
      AccountTailer follower,
      AccountActivityPublisher activity,
      Clock clock,
      @Value("${query.patience}") Duration patience) {
    this.settings = new HashMap<>(producers.getConfigurationProperties());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.merge(
        ProducerConfig.CLIENT_ID_CONFIG, "-accounts", (name, more) -> name.toString() + more);
    this.records = records;
    this.accounts = accounts;
    this.follower = follower;
    this.activity = activity;
    this.clock = clock;
    this.patience = patience;
  }

  /** What is to become of accounts. */
  public sealed interface Change {
    /** It is to be so. */
    record Set(Account account) implements Change {}

    /** There is to be none. */
    record Remove(Account account) implements Change {}

    /** It is so already. */
    record Nothing() implements Change {}
  }

  /**
   * Makes a change.
   *
   * @param decide upon all accounts as they are; may throw, and be asked more than once
   * @return whether this instance knows it already
   * @throws ResponseStatusException 503 if Kafka does not answer
   */
  public boolean write(Function<Accounts, Change> decide) throws InterruptedException {
    if (!one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw away(null);
    }
    try {
      @Nullable KafkaException last = null;
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        try {
          return writeOnce(decide);
        } catch (TimeoutException e) {
          throw away(e);
        } catch (KafkaException e) {
          // Brokers have several words for that another instance was faster, some by mistake; what
          // came of it is seen when it is decided again.
          log.info("attempt {} to change accounts: {}", attempt, e.getMessage());
          last = e;
        }
      }
      throw away(last);
    } finally {
      one.unlock();
    }
  }

  private boolean writeOnce(Function<Accounts, Change> decide) throws InterruptedException {
    var producer = new KafkaProducer<String, Object>(settings);
    try {
      producer.initTransactions();
      if (!follower.awaitEnd(PATIENCE)) {
        throw away(null);
      }
      return switch (decide.apply(accounts)) {
        case Change.Set(Account account) -> commit(producer, record(account));
        case Change.Remove(Account account) -> {
          boolean known =
              commit(producer, new ProducerRecord<>(Topics.ACCOUNTS, account.id(), null));
          activity.forget(List.of(account.id()));
          yield known;
        }
        case Change.Nothing() -> true;
      };
    } finally {
      producer.close(CLOSING);
    }
  }

  private boolean commit(
      KafkaProducer<String, Object> producer, ProducerRecord<String, Object> record)
      throws InterruptedException {
    try {
      producer.beginTransaction();
      var sent = producer.send(record);
      producer.commitTransaction();
      return follower.awaitRead(sent.get().offset(), patience);
    } catch (ExecutionException e) {
      throw away(e);
    }
  }

  private ProducerRecord<String, Object> record(Account account) {
    AccountState state = account.state();
    return records.of(Topics.ACCOUNTS, UUID.randomUUID(), clock.instant(), state, null);
  }

  private static ResponseStatusException away(@Nullable Exception e) {
    return new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Kafka does not answer; try again, and look whether it was changed",
        e);
  }
}
