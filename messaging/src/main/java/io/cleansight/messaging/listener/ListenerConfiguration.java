package io.cleansight.messaging.listener;

import io.cleansight.messaging.instance.InstanceId;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/** For every listener: who it is at the broker, and that trouble is waited out. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
class ListenerConfiguration {
  private static final Logger log = LoggerFactory.getLogger(ListenerConfiguration.class);

  @Bean
  ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>
      listenerContainers(InstanceId instance) {
    return new ListenerContainers(instance);
  }

  @Bean
  DefaultKafkaProducerFactoryCustomizer fencedProducers() {
    return ListenerConfiguration::addTo;
  }

  private static <K, V> void addTo(DefaultKafkaProducerFactory<K, V> producers) {
    producers.addPostProcessor(new FencedProducers<>());
  }

  /**
   * Bad data never gets here: it is sorted out before. What a listener throws is therefore trouble
   * with a broker, a database or a neighbour, and is tried again, more and more slowly, until it
   * passes; nothing is given up.
   */
  @Bean
  CommonErrorHandler waitItOut() {
    var handler = new PatientErrorHandler(forEver());
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

  /** Part of readiness: a service whose consumers have died is not ready, whatever else it says. */
  @Bean
  ConsumersHealthIndicator consumersHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registries) {
    return new ConsumersHealthIndicator(registries);
  }
}
