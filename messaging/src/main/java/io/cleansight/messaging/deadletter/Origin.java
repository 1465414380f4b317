package io.cleansight.messaging.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Where a dead letter first lay: its name, by which a replay is known however often it comes. */
public record Origin(String topic, int partition, long offset) {
  /** Of every header that tells of a record's time as a dead letter. */
  static final String PREFIX = "dlt_";

  static final String TOPIC = "dlt_topic";
  static final String PARTITION = "dlt_partition";
  static final String OFFSET = "dlt_offset";

  /** Of the record itself, as its topic has it; ms since 1970. */
  public static final String TIMESTAMP = "dlt_timestamp";

  /** The origin that those headers tell; empty if there is none, or none that can be understood. */
  public static Optional<Origin> of(Headers headers) {
    String topic = text(headers, TOPIC);
    String place = text(headers, PARTITION) + "@" + text(headers, OFFSET);
    if (topic.isEmpty() || !place.matches("\\d{1,9}@\\d{1,18}")) {
      return Optional.empty();
    }
    String[] parts = place.split("@", 2);
    return Optional.of(new Origin(topic, Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
  }

  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
