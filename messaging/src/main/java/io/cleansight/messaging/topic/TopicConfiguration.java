package io.cleansight.messaging.topic;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.core.KafkaAdmin;

/** Topics are created from the contract, laid out as the site has them. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(TopicProperties.class)
class TopicConfiguration {
  /** Nothing may be appended for so long before partitions are grown. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** Asked for once, by whoever needs it first: it takes a cluster that answers. */
  @Bean
  @Lazy
  TopicLayout topicLayout(KafkaAdmin admin, TopicProperties settings) {
    try (var client = Admin.create(admin.getConfigurationProperties())) {
      return SiteTopics.layout(client, settings);
    }
  }

  @Bean
  @Lazy
  KafkaAdmin.NewTopics cleansightTopics(TopicLayout layout) {
    return NewTopics.of(layout, Topics.all());
  }

  @Bean
  @Lazy
  PartitionGrowth partitionGrowth(KafkaAdmin admin) {
    return new PartitionGrowth(admin.getConfigurationProperties(), QUIET);
  }
}
