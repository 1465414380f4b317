package io.cleansight.messaging.codec;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records to send: keyed, with the CloudEvents 1.0 headers of the Kafka binary mode and a W3C
 * traceparent.
 */
public final class EventRecords {
  private static final SecureRandom RANDOM = new SecureRandom();
  public static final String ID = "ce_id";
  private static final String TRACE_PARENT = "traceparent";

  private final String source;

  /**
   * @param source the service that speaks, for {@code ce_source}
   */
  public EventRecords(String source) {
    this.source = source;
  }

  /**
   * A record of {@code event}.
   *
   * @param id the event's identity, for {@code ce_id}
   * @param at the event's time, for {@code ce_time}; the record's own timestamp is the broker's
   * @param cause headers of the record that led to this one, whose trace goes on; null begins a
   *     trace
   */
  public <T extends SpecificRecord> ProducerRecord<String, Object> of(
      String topic, UUID id, Instant at, T event, @Nullable Headers cause) {
    String key = ContractRules.keyOf(event).orElseThrow();
    var record = new ProducerRecord<String, Object>(topic, key, event);
    headers(id, at, event, cause).forEach(record.headers()::add);
    return record;
  }

  /** The headers alone, for whoever sends through Kafka Streams. */
  public Headers headers(UUID id, Instant at, SpecificRecord event, @Nullable Headers cause) {
    var headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, ID, id.toString());
    add(headers, "ce_type", "io.cleansight." + event.getSchema().getName());
    add(headers, "ce_source", "/cleansight/" + source);
    add(headers, "ce_time", at.toString());
    add(headers, TRACE_PARENT, child(cause));
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String child(@Nullable Headers cause) {
    Header parent = cause == null ? null : cause.lastHeader(TRACE_PARENT);
    if (parent != null) {
      String[] parts = new String(parent.value(), StandardCharsets.UTF_8).split("-", -1);
      if (parts.length == 4 && parts[1].matches("[0-9a-f]{32}")) {
        return "00-" + parts[1] + "-" + random(8) + "-01";
      }
    }
    return "00-" + random(16) + "-" + random(8) + "-01";
  }

  private static String random(int bytes) {
    var value = new byte[bytes];
    RANDOM.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
