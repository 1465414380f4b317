package io.cleansight.persistence.record;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The service, but for topics that it does not get to read until they are released. Not annotated:
 * whoever scans this package must not find it.
 */
class HeldTopics {
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  static void hold(Set<String> topics) {
    HELD.addAll(topics);
  }

  static void release(String topic) {
    HELD.remove(topic);
  }

  @Bean
  DefaultKafkaConsumerFactoryCustomizer held() {
    return factory -> addTo(factory);
  }

  @SuppressWarnings("unchecked") // of whatever the factory makes
  private static <K, V> void addTo(
      org.springframework.kafka.core.DefaultKafkaConsumerFactory<K, V> factory) {
    factory.addPostProcessor(
        consumer ->
            (Consumer<K, V>)
                Proxy.newProxyInstance(
                    Consumer.class.getClassLoader(),
                    new Class<?>[] {Consumer.class},
                    holding(consumer)));
  }

  /** Resumes only what it has paused itself: listeners pause, too, while they try again. */
  private static InvocationHandler holding(Consumer<?, ?> consumer) {
    var paused = new HashSet<TopicPartition>();
    return (_, method, arguments) -> {
      if (method.getName().equals("poll")) {
        hold(consumer, paused);
      } else if (method.getName().equals("subscribe")) {
        holdWhenAssigned(consumer, paused, arguments);
      }
      try {
        return method.invoke(consumer, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }

  /** Partitions are assigned within a poll, and that poll may well have records of them. */
  private static void holdWhenAssigned(
      Consumer<?, ?> consumer, Set<TopicPartition> paused, Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof ConsumerRebalanceListener listener) {
        arguments[i] =
            new ConsumerRebalanceListener() {
              @Override
              public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
                hold(consumer, paused);
              }

              @Override
              public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.onPartitionsRevoked(partitions);
              }

              @Override
              public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
              }
            };
      }
    }
  }

  private static void hold(Consumer<?, ?> consumer, Set<TopicPartition> paused) {
    Set<TopicPartition> held =
        consumer.assignment().stream()
            .filter(it -> HELD.contains(it.topic()))
            .collect(Collectors.toSet());
    paused.retainAll(consumer.assignment());
    consumer.pause(held);
    consumer.resume(paused.stream().filter(it -> !held.contains(it)).toList());
    paused.clear();
    paused.addAll(held);
  }
}
