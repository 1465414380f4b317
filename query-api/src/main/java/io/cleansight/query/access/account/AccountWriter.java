package io.cleansight.query.access.account;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.query.serial.SerialWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Changes accounts, one change after the other whatever the number of instances: no version is
 * given twice, and what was revoked does not come back.
 */
@Component
public class AccountWriter {
  private final SerialWriter writer;
  private final EventRecords records;
  private final Accounts accounts;
  private final AccountTailer follower;
  private final AccountActivityPublisher activity;
  private final Clock clock;
  private final Duration patience;

  AccountWriter(
      ProducerFactory<?, ?> producers,
      EventRecords records,
      Accounts accounts,
      AccountTailer follower,
      AccountActivityPublisher activity,
      Clock clock,
      @Value("${query.patience}") Duration patience) {
    this.writer =
        new SerialWriter("accounts", producers, follower.reading(), List.of(Topics.ACCOUNTS));
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
    var decided = new AtomicReference<Change>(new Change.Nothing());
    Optional<RecordMetadata> written =
        writer.write(
            () -> {
              Change change = decide.apply(accounts);
              decided.set(change);
              return records(change);
            });
    if (written.isEmpty()) {
      return true;
    }
    boolean known = follower.awaitRead(written.get().offset(), patience);
    if (decided.get() instanceof Change.Remove(Account account)) {
      activity.forget(List.of(account.id()));
    }
    return known;
  }

  private List<ProducerRecord<String, Object>> records(Change change) {
    return switch (change) {
      case Change.Set(Account account) ->
          List.of(
              records.of(
                  Topics.ACCOUNTS, UUID.randomUUID(), clock.instant(), account.state(), null));
      case Change.Remove(Account account) ->
          List.of(new ProducerRecord<>(Topics.ACCOUNTS, account.id(), null));
      case Change.Nothing() -> List.of();
    };
  }
}
