package io.cleansight.capture.publish;

import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.trace.MessageSpan;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/**
 * Sends events, and learns the broker's time from each acknowledgement.
 *
 * @param clock the broker's time
 */
@ThreadSafe
public record EventSender(
    KafkaTemplate<String, Object> kafka, EventRecords records, BrokerClock clock) {

  /**
   * Sends one event; blocks no longer than max.block.ms.
   *
   * @param id the event's identity
   * @param at the event's time
   * @return where the broker has put it; fails, possibly at once, if it is not sent
   */
  public CompletableFuture<RecordMetadata> send(
      String topic, UUID id, Instant at, SpecificRecord event) {
    MessageSpan span = records.tracing().send(topic).about(id);
    var record = records.of(topic, id, at, event, span);
    span.with(LogKeys.CAMERA, record.key());
    try {
      return clock
          .timing(() -> kafka.send(record))
          .thenApply(SendResult::getRecordMetadata)
          .whenComplete((place, failure) -> end(span, place, failure));
    } catch (org.springframework.kafka.KafkaException
        | org.apache.kafka.common.KafkaException notTaken) {
      end(span, null, notTaken);
      return CompletableFuture.failedFuture(notTaken);
    }
  }

  private static void end(
      MessageSpan span, @Nullable RecordMetadata place, @Nullable Throwable failure) {
    try (span) {
      if (failure != null) {
        span.fail(failure);
      } else if (place != null) {
        span.at(place.partition(), place.offset());
      }
    }
  }
}
