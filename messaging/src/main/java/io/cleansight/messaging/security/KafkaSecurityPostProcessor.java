package io.cleansight.messaging.security;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts what {@link KafkaSecurity} makes where all of Spring's and our clients take theirs from:
 * consumers, producers, topologies and admins alike. What is set under {@code
 * spring.kafka.properties} by hand goes before it.
 */
final class KafkaSecurityPostProcessor implements EnvironmentPostProcessor {
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    UnaryOperator<String> settings =
        name -> environment.getProperty(KafkaSecurity.PREFIX + name, "").strip();
    if (settings.apply("security-protocol").isEmpty()) {
      return; // a process that has nothing to do with Kafka
    }
    Map<String, Object> properties = new HashMap<>();
    KafkaSecurity.client(settings)
        .forEach((name, value) -> properties.put("spring.kafka.properties[" + name + "]", value));
    Object protocol = properties.remove("spring.kafka.properties[security.protocol]");
    if (protocol != null) {
      properties.put("spring.kafka.security.protocol", protocol);
    }
    environment.getPropertySources().addLast(new MapPropertySource("kafkaSecurity", properties));
    if (!KafkaSecurity.tokenUrl(settings).isEmpty()) {
      // Kafka asks no address for tokens that the process has not been allowed.
      System.setProperty(ALLOWED_URLS, KafkaSecurity.tokenUrl(settings));
    }
  }
}
