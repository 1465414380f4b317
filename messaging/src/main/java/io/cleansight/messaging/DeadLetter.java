package io.cleansight.messaging;

import io.cleansight.contracts.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that is no use, on its way to its topic's dead letters with where it lay and what is
 * wrong with it.
 */
public record DeadLetter(
    ConsumerRecord<String, ?> origin, byte[] bytes, ErrorCode code, String reason) {
  private static final int LONGEST_REASON = 500;

  /** For a record whose bytes are no event. */
  public static DeadLetter of(ConsumerRecord<String, ?> origin, Decoded.Unreadable<?> unreadable) {
    return new DeadLetter(origin, unreadable.bytes(), unreadable.code(), unreadable.reason());
  }

  /** For an event that cannot be used, though its bytes could be read. */
  public static DeadLetter of(
      ConsumerRecord<String, ?> origin, SpecificRecord event, ErrorCode code, String reason) {
    return new DeadLetter(origin, EventCodec.encode(origin.topic(), event), code, reason);
  }

  /** The same bytes and headers, to the topic's dead letters. */
  public ProducerRecord<String, Object> record() {
    var record =
        new ProducerRecord<String, Object>(
            Topics.deadLetterOf(origin.topic()), null, origin.key(), bytes);
    origin.headers().forEach(record.headers()::add);
    header(record, Origin.TOPIC, origin.topic());
    header(record, Origin.PARTITION, Integer.toString(origin.partition()));
    header(record, Origin.OFFSET, Long.toString(origin.offset()));
    header(record, "dlt_code", code.name());
    header(
        record,
        "dlt_reason",
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
    return record;
  }

  @Override
  public String toString() {
    return origin.topic()
        + "-"
        + origin.partition()
        + "@"
        + origin.offset()
        + ": "
        + code
        + ", "
        + reason;
  }

  private static void header(ProducerRecord<String, Object> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
