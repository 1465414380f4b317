package io.cleansight.messaging.deadletter;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;

/**
 * A record that is no use, on its way to its topic's dead letters with where it lay and what is
 * wrong with it. What is sent is bounded, however large the record is: a dead letter that its topic
 * did not take would hold up the partition for ever.
 */
public record DeadLetter(
    ConsumerRecord<String, ?> origin, byte[] bytes, ErrorCode code, String reason) {
  /** Header with the reason for people; {@link #CODE} is for machines. */
  public static final String REASON = "dlt_reason";

  public static final String CODE = "dlt_code";

  /** How many bytes the original has, where it is not in the dead letter but only at its place. */
  public static final String BYTES = "dlt_bytes";

  /** SHA-256 of those bytes, hexadecimal. */
  public static final String SHA_256 = "dlt_sha256";

  /** How many of the original's headers the dead letter lacks; absent: none. */
  public static final String DROPPED_HEADERS = "dlt_dropped_headers";

  private static final int LONGEST_REASON = 500;

  /** Room for all headers that the original brings, names and values. */
  private static final int HEADER_BYTES = 64 << 10;

  /** What Kafka adds to a header, at most. */
  private static final int AROUND_HEADER = 10;

  /** Room for what is added here, and for what Kafka puts around a record. */
  private static final int RESERVED = 8 << 10;

  private static final int LARGEST_VALUE_AND_KEY =
      Topic.MAX_DEAD_LETTER_BYTES - HEADER_BYTES - RESERVED;

  /** A key that is larger goes with the bytes, or not at all. */
  private static final int LARGEST_KEY = 64 << 10;

  public DeadLetter {
    if (reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON);
    }
  }

  /** For a record whose bytes are no event. */
  public static DeadLetter of(ConsumerRecord<String, ?> origin, Decoded.Unreadable<?> unreadable) {
    return new DeadLetter(origin, unreadable.bytes(), unreadable.code(), unreadable.reason());
  }

  /** For an event that cannot be used, though its bytes could be read. */
  public static DeadLetter of(
      ConsumerRecord<String, ?> origin, SpecificRecord event, ErrorCode code, String reason) {
    return new DeadLetter(origin, EventCodec.encode(origin.topic(), event), code, reason);
  }

  /** Where the record lies that it is made of. */
  public Origin place() {
    return new Origin(origin.topic(), origin.partition(), origin.offset());
  }

  /**
   * The record to send: the same key, bytes and headers, to the partition of the same number. Bytes
   * that do not fit are left at their place; the dead letter then has no value, and says how many
   * they are.
   */
  public ProducerRecord<String, Object> record() {
    String key = origin.key();
    // As it is written: a key that was no UTF-8 has grown by being read.
    int keyBytes = key == null ? 0 : key.getBytes(StandardCharsets.UTF_8).length;
    boolean whole = (long) keyBytes + bytes.length <= LARGEST_VALUE_AND_KEY;
    var record =
        new ProducerRecord<String, Object>(
            Topics.deadLetterOf(origin.topic()),
            origin.partition(),
            whole || keyBytes <= LARGEST_KEY ? key : null,
            whole ? bytes : null);
    addOriginal(record.headers());
    addOrigin(record.headers());
    add(record.headers(), CODE, code.name());
    add(record.headers(), REASON, reason);
    if (!whole) {
      add(record.headers(), BYTES, Integer.toString(bytes.length));
      add(record.headers(), SHA_256, sha256(bytes));
    }
    return record;
  }

  /** SHA-256 of a record's bytes as a dead letter tells it. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Says so, with where it lies; the reason, but nothing of what it holds. */
  public void tell(Logger log) {
    var line =
        log.atWarn()
            .addKeyValue(LogKeys.TOPIC, origin.topic())
            .addKeyValue(LogKeys.PARTITION, origin.partition())
            .addKeyValue(LogKeys.OFFSET, origin.offset());
    String key = origin.key();
    if (key != null && Topics.isKeyedByCamera(origin.topic()) && CameraId.isValid(key)) {
      line = line.addKeyValue(LogKeys.CAMERA, key);
    }
    String id = Origin.text(origin.headers(), EventRecords.ID);
    if (origin.topic().equals(Topics.FRAMES) && !id.isEmpty()) {
      line = line.addKeyValue(LogKeys.FRAME, id);
    }
    line.log("dead letter {}", this);
  }

  @Override
  public String toString() {
    return place() + ": " + code + ", " + reason;
  }

  /** The original's headers as far as there is room; not those of its own time as a dead letter. */
  private void addOriginal(Headers headers) {
    int room = HEADER_BYTES;
    int dropped = 0;
    for (Header header : origin.headers()) {
      if (header.key().startsWith(Origin.PREFIX)) {
        continue;
      }
      long size = size(header);
      if (size <= room) {
        room -= (int) size;
        headers.add(header);
      } else {
        dropped++;
      }
    }
    if (headers.lastHeader(EventRecords.ID) == null) {
      add(headers, EventRecords.ID, id().toString());
    }
    if (dropped > 0) {
      add(headers, DROPPED_HEADERS, Integer.toString(dropped));
    }
  }

  private static long size(Header header) {
    int value = header.value() == null ? 0 : header.value().length;
    return header.key().length() * 3L + value + AROUND_HEADER;
  }

  /** Of one record it is the same each time. */
  private UUID id() {
    Instant appended = Instant.ofEpochMilli(origin.timestamp());
    return Ids.record(origin.topic(), origin.partition(), origin.offset(), appended);
  }

  private void addOrigin(Headers headers) {
    Origin place = place();
    add(headers, Origin.TOPIC, place.topic());
    add(headers, Origin.PARTITION, Integer.toString(place.partition()));
    add(headers, Origin.OFFSET, Long.toString(place.offset()));
    add(headers, Origin.TIMESTAMP, Long.toString(origin.timestamp()));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
