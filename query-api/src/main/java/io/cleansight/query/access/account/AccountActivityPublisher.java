package io.cleansight.query.access.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleansight.contracts.Topics;
import io.cleansight.event.AccountActivity;
import io.cleansight.messaging.codec.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells all instances which accounts are used, each at most once in {@link #PAUSE}, and which
 * sessions are ended.
 */
@Component
@ThreadSafe
public class AccountActivityPublisher implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(AccountActivityPublisher.class);
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final int MOST = 20_000;
  private static final int KAFKA_SECONDS = 5;

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Accounts accounts;
  private final Clock clock;
  private final Cache<String, Instant> told =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(PAUSE).build();

  /** Kafka may be waited for longer than a request may take. */
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();

  AccountActivityPublisher(
      KafkaTemplate<String, Object> kafka, EventRecords records, Accounts accounts, Clock clock) {
    this.kafka = kafka;
    this.records = records;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** The key of a session in the topic. */
  static String session(String id) {
    return "session:" + id;
  }

  /** Whoever has the account asks for something. */
  public void used(Account account) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (told.asMap().putIfAbsent(account.id(), now) == null) {
      send(account.id(), now, null);
    }
  }

  /**
   * Ends a session here at once, and everywhere.
   *
   * @param until when it would be over by itself
   * @return whether Kafka has it; else it is sent on, as long as this instance lives
   */
  public boolean end(String sessionId, Instant until) throws InterruptedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    CompletableFuture<?> sent = send(session(sessionId), now, until.truncatedTo(ChronoUnit.MICROS));
    try {
      sent.get(KAFKA_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.warn("a session that was ended is not told of yet: {}", e.getMessage());
      return false;
    }
  }

  private CompletableFuture<?> send(String subject, Instant at, @Nullable Instant expiresAt) {
    var activity =
        AccountActivity.newBuilder().setSubject(subject).setAt(at).setExpiresAt(expiresAt).build();
    accounts.told().hear(subject, activity);
    var record = records.of(Topics.ACCOUNT_ACTIVITY, UUID.randomUUID(), at, activity, null);
    return send(record);
  }

  /** What the topic says of them is of no use any more. */
  public void forget(Iterable<String> subjects) {
    subjects.forEach(
        it -> send(new ProducerRecord<String, Object>(Topics.ACCOUNT_ACTIVITY, it, null)));
  }

  private CompletableFuture<?> send(ProducerRecord<String, Object> record) {
    return CompletableFuture.runAsync(
            () -> {
              try {
                kafka.send(record).join();
              } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
                throw new IllegalStateException("not sent: " + record.key(), e);
              }
            },
            sending)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                log.warn("not told of {}: {}", record.key(), failure.getMessage());
              }
            });
  }

  @Override
  public void destroy() {
    sending.shutdownNow();
  }
}
