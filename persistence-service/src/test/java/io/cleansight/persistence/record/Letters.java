package io.cleansight.persistence.record;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.TestTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters of a topic as they lie there. */
public final class Letters {
  private Letters() {}

  /** All of them, partition by partition. */
  public static List<ConsumerRecord<String, byte[]>> of(String bootstrapServers, String topic) {
    return TestTopics.committed(
        bootstrapServers, Topics.deadLetterOf(topic), new ByteArrayDeserializer());
  }

  /** A header as text; empty if there is none. */
  public static String header(ConsumerRecord<?, ?> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
