package io.cleansight.inference.judge;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.TestTopics;
import java.util.ArrayList;
import java.util.List;

/** What is in a topic. */
final class Read {
  private Read() {}

  /** All that is committed there, by partition in its order. */
  static <T> List<T> all(EmbeddedKafka kafka, String topic, Class<T> type) {
    var events = new ArrayList<T>();
    for (var record :
        TestTopics.committed(kafka.bootstrapServers(), topic, new EventDeserializer())) {
      if (record.value() instanceof Decoded.Event<?>(var event)) {
        events.add(type.cast(event));
      }
    }
    return events;
  }
}
