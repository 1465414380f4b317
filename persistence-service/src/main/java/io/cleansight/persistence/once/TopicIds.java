package io.cleansight.persistence.once;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jcip.annotations.ThreadSafe;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** Kafka's own ids of topics: one that was deleted and made anew has another. */
@Component
@ThreadSafe
class TopicIds {
  private final KafkaAdmin admin;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  TopicIds(KafkaAdmin admin) {
    this.admin = admin;
  }

  /**
   * The id of that topic; Kafka is asked once.
   *
   * @throws IllegalStateException if there is no such topic
   */
  String of(String topic) {
    return ids.computeIfAbsent(topic, this::ask);
  }

  private String ask(String topic) {
    var description = admin.describeTopics(topic).get(topic);
    if (description == null) {
      throw new IllegalStateException("no topic " + topic);
    }
    return description.topicId().toString();
  }
}
