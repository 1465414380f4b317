package io.cleansight.messaging.listener;

import io.cleansight.messaging.instance.InstanceId;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * What holds for every listener. Its consumers are named by the listener and the instance; Spring
 * adds the number of the thread. Where the instance's name holds over restarts they are static
 * members of their group. A listener that works in a transaction leaves it when it fails, and tries
 * again in another: an error handler would try again in the same, which can never be committed.
 */
final class ListenerContainers
    implements ContainerCustomizer<
        Object, Object, ConcurrentMessageListenerContainer<Object, Object>> {
  private final InstanceId instance;

  ListenerContainers(InstanceId instance) {
    this.instance = instance;
  }

  @Override
  public void configure(ConcurrentMessageListenerContainer<Object, Object> container) {
    var properties = container.getContainerProperties();
    properties.setClientId(instance.client(String.valueOf(container.getListenerId())));
    if (instance.stable()) {
      var own = new Properties();
      own.putAll(properties.getKafkaConsumerProperties());
      own.setProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.value());
      properties.setKafkaConsumerProperties(own);
    }
    if (properties.getKafkaAwareTransactionManager() != null) {
      container.setCommonErrorHandler(null);
    }
  }
}
