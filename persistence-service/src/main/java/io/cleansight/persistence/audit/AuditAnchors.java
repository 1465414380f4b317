package io.cleansight.persistence.audit;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.AuditAnchor;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.PartitionReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Publishes, while it grows, where the audit ends: in Kafka, where whoever rewrites the table does
 * not write. Several instances may say the same.
 */
@Component
class AuditAnchors {
  private static final Logger log = LoggerFactory.getLogger(AuditAnchors.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AuditStore store;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final KafkaProperties properties;
  private final Clock clock;
  private AuditStore.@Nullable Last published;

  AuditAnchors(
      AuditStore store,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      KafkaProperties properties,
      Clock clock) {
    this.store = store;
    this.kafka = kafka;
    this.records = records;
    this.properties = properties;
    this.clock = clock;
  }

  /** Every anchor that Kafka still has, oldest first. */
  List<AuditAnchor> all() {
    var anchors = new ArrayList<AuditAnchor>();
    var settings = properties.buildConsumerProperties();
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<String, Decoded<SpecificRecord>>(
            settings)) {
      new PartitionReader<>(consumer, PATIENCE)
          .readAll(
              new TopicPartition(Topics.AUDIT_ANCHORS, 0),
              record -> {
                if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
                  anchors.add((AuditAnchor) event);
                }
              });
    }
    return anchors;
  }

  /** Publishes where the audit ends now, if that is not published yet. */
  synchronized void publish() throws InterruptedException {
    Optional<AuditStore.Last> last = store.last();
    if (last.isEmpty() || last.get().equals(published)) {
      return;
    }
    AuditAnchor anchor = anchor(last.get());
    var record = records.of(Topics.AUDIT_ANCHORS, UUID.randomUUID(), clock.instant(), anchor, null);
    try {
      kafka.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("where the audit ends could not be published", e);
    }
    published = last.get();
  }

  private static AuditAnchor anchor(AuditStore.Last last) {
    return AuditAnchor.newBuilder()
        .setLineNumber(last.lineNumber())
        .setHash(last.hash())
        .setAppendedAt(last.appendedAt())
        .build();
  }

  @Scheduled(
      initialDelayString = "${persistence.audit-anchor-every:1m}",
      fixedDelayString = "${persistence.audit-anchor-every:1m}")
  void everySoOften() throws InterruptedException {
    try {
      publish();
    } catch (DataAccessException | TransactionException | KafkaException e) {
      log.warn("Where the audit ends is published next time: {}", e.getMessage());
    }
  }
}
