package io.cleansight.messaging;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.RecordLookups;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/** Messaging for every service: topics are created from the contract, and trouble is waited out. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(TopicProperties.class)
class MessagingConfiguration {
  private static final Logger log = LoggerFactory.getLogger(MessagingConfiguration.class);

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
    return new KafkaAdmin.NewTopics(
        Topics.all().stream()
            .map(
                topic ->
                    TopicBuilder.name(topic.name())
                        .partitions(layout.partitionsOf(topic))
                        .replicas(layout.replicas())
                        .configs(layout.configOf(topic))
                        .build())
            .toArray(NewTopic[]::new));
  }

  @Bean
  ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>
      listenerContainers(InstanceId instance) {
    return new ListenerContainers(instance);
  }

  @Bean
  DefaultKafkaProducerFactoryCustomizer fencedProducers() {
    return MessagingConfiguration::addTo;
  }

  private static <K, V> void addTo(DefaultKafkaProducerFactory<K, V> producers) {
    producers.addPostProcessor(new FencedProducers<>());
  }

  @Bean
  @Lazy
  PartitionGrowth partitionGrowth(KafkaAdmin admin) {
    return new PartitionGrowth(admin.getConfigurationProperties(), QUIET);
  }

  /**
   * Bad data never gets here: it is sorted out before. What a listener throws is therefore trouble
   * with a broker, a database or a neighbour, and is tried again, more and more slowly, until it
   * passes; nothing is given up.
   */
  @Bean
  CommonErrorHandler waitItOut() {
    var handler = new DefaultErrorHandler(forEver());
    handler.setRetryListeners(new ToldInShort());
    return handler;
  }

  /** The same for listeners that work in a Kafka transaction, which is rolled back first. */
  @Bean
  AfterRollbackProcessor<Object, Object> waitItOutAfterRollback() {
    var processor = new DefaultAfterRollbackProcessor<>(forEver());
    processor.setRetryListeners(new ToldInShort());
    return processor;
  }

  /** Whoever reads the log sees what is waited for, not a page of stack at every attempt. */
  private static final class ToldInShort implements RetryListener {
    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception e, int attempt) {
      tell(record.topic(), e, attempt);
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, @Nullable Exception e, int attempt) {
      String topics =
          records.partitions().stream()
              .map(TopicPartition::topic)
              .distinct()
              .collect(Collectors.joining(", "));
      tell(topics, e, attempt);
    }

    private static void tell(String topics, @Nullable Exception e, int attempt) {
      Throwable cause = e == null ? null : NestedExceptionUtils.getMostSpecificCause(e);
      log.warn("{} waits, attempt {}: {}", topics, attempt, String.valueOf(cause));
    }
  }

  private static BackOff forEver() {
    var backOff = new ExponentialBackOff(200, 2);
    backOff.setMaxInterval(2000);
    backOff.setMaxElapsedTime(Long.MAX_VALUE);
    return backOff;
  }

  /** Whoever sends knows what a failure means; the log gets no contents, which may be pictures. */
  @Bean
  ProducerListener<Object, Object> shortComplaints() {
    return new ProducerListener<>() {
      @Override
      public void onError(
          ProducerRecord<Object, Object> record,
          @Nullable RecordMetadata metadata,
          Exception failure) {
        log.warn("{} for {} not sent: {}", record.topic(), record.key(), failure.getMessage());
      }
    };
  }

  /** Part of readiness: a service whose consumers have died is not ready, whatever else it says. */
  @Bean
  ConsumersHealthIndicator consumersHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registries) {
    return new ConsumersHealthIndicator(registries);
  }

  @Bean
  EventRecords eventRecords(@Value("${spring.application.name}") String service) {
    return new EventRecords(service);
  }

  @Bean
  BrokerClock brokerClock() {
    return new BrokerClock();
  }

  @Bean
  RecordLookups recordLookups(
      ConsumerFactory<String, io.cleansight.messaging.codec.Decoded<SpecificRecord>> consumers) {
    return new RecordLookups(consumers);
  }
}
