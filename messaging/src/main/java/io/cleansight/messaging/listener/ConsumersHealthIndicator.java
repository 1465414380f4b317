package io.cleansight.messaging.listener;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down once a listener that should run does not: an error that no handler sees, such as one of the
 * virtual machine, ends a consumer while its process lives on.
 */
final class ConsumersHealthIndicator implements HealthIndicator {
  private final ObjectProvider<KafkaListenerEndpointRegistry> registries;

  ConsumersHealthIndicator(ObjectProvider<KafkaListenerEndpointRegistry> registries) {
    this.registries = registries;
  }

  @Override
  public Health health() {
    List<String> dead = stopped().toList();
    return dead.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("stopped", String.join(", ", dead)).build();
  }

  private Stream<String> stopped() {
    return registries.stream()
        .flatMap(registry -> registry.getListenerContainers().stream())
        .filter(MessageListenerContainer::isAutoStartup)
        .filter(container -> !container.isRunning() || !container.isInExpectedState())
        .map(container -> String.valueOf(container.getListenerId()));
  }
}
