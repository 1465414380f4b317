package io.cleansight.messaging.topic;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import java.util.Collection;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** Topics as {@link KafkaAdmin} is to make them, and to bring them to if they are there. */
public final class NewTopics {
  private NewTopics() {}

  /** Those topics, laid out as the site has them. */
  public static KafkaAdmin.NewTopics of(TopicLayout layout, Collection<Topic> topics) {
    return new KafkaAdmin.NewTopics(
        topics.stream().map(it -> of(layout, it)).toArray(NewTopic[]::new));
  }

  private static NewTopic of(TopicLayout layout, Topic topic) {
    return TopicBuilder.name(topic.name())
        .partitions(layout.partitionsOf(topic))
        .replicas(layout.replicas())
        .configs(layout.configOf(topic))
        .build();
  }
}
