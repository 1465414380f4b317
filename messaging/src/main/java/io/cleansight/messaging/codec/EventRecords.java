package io.cleansight.messaging.codec;

import io.cleansight.contracts.codec.ContractRules;
import io.cleansight.messaging.trace.MessageSpan;
import io.cleansight.messaging.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records to send: keyed, with the CloudEvents 1.0 headers of the Kafka binary mode and a W3C
 * traceparent.
 */
public final class EventRecords {
  public static final String ID = "ce_id";

  private final String source;
  private final Tracing tracing;

  /** Of one who records no traces. */
  public EventRecords(String source) {
    this(source, Tracing.off());
  }

  /**
   * @param source the service that speaks, for {@code ce_source}
   */
  public EventRecords(String source, Tracing tracing) {
    this.source = source;
    this.tracing = tracing;
  }

  /** By which the work on messages is recorded. */
  public Tracing tracing() {
    return tracing;
  }

  /**
   * A record of {@code event}.
   *
   * @param id the event's identity, for {@code ce_id}
   * @param at the event's time, for {@code ce_time}; the record's own timestamp is the broker's
   * @param cause the work that led to it, whose trace goes on; null begins a trace
   */
  public <T extends SpecificRecord> ProducerRecord<String, Object> of(
      String topic, UUID id, Instant at, T event, @Nullable MessageSpan cause) {
    String key = ContractRules.keyOf(event).orElseThrow();
    var record = new ProducerRecord<String, Object>(topic, key, event);
    headers(topic, id, at, event, cause).forEach(record.headers()::add);
    return record;
  }

  /** The headers alone, for whoever sends through Kafka Streams. */
  public Headers headers(
      String topic, UUID id, Instant at, SpecificRecord event, @Nullable MessageSpan cause) {
    var headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, ID, id.toString());
    add(headers, "ce_type", "io.cleansight." + event.getSchema().getName());
    add(headers, "ce_source", "/cleansight/" + source);
    add(headers, "ce_time", at.toString());
    ContractRules.keyOf(event).ifPresent(key -> add(headers, "ce_subject", key));
    add(headers, "content-type", "application/avro");
    if (cause == null || !cause.carry(headers)) {
      tracing.create(topic).carry(headers);
    }
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
