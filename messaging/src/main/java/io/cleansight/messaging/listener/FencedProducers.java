package io.cleansight.messaging.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Makes of a producer that is fenced one whose transaction failed: its batch is read again, and
 * another producer takes its place. A listener that was slower than its transaction's time-out is
 * fenced as one is that has lost its partitions; Spring takes it for the latter and reads on behind
 * the batch, which would be lost where the partitions are still its own.
 */
final class FencedProducers<K, V> implements ProducerPostProcessor<K, V> {
  @Override
  @SuppressWarnings("unchecked") // of the same types as the producer behind it
  public Producer<K, V> apply(Producer<K, V> producer) {
    return (Producer<K, V>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (_, method, arguments) -> call(producer, method, arguments));
  }

  private static Object call(Producer<?, ?> producer, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(producer, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ProducerFencedException fenced) {
        throw new KafkaException("fenced: " + fenced.getMessage(), fenced);
      }
      throw cause == null ? e : cause;
    }
  }
}
