package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaStreamsDefaultConfiguration;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.core.ConsumerFactory;

/** The settings as they reach Kafka's clients, wherever they are written. */
class StreamsSettingsTest {
  /** After this time without a heartbeat another instance takes over. */
  private static final int SESSION_MILLIS = 6_000;

  @Configuration(proxyBeanMethods = false)
  @EnableKafkaStreams
  @ImportAutoConfiguration(KafkaAutoConfiguration.class)
  static class Clients {}

  @Test
  void aKilledInstanceIsGivenUpAfterSixSeconds() {
    try (var context =
        new SpringApplicationBuilder(Clients.class)
            .web(WebApplicationType.NONE)
            .run("--spring.kafka.streams.auto-startup=false")) {
      var written =
          context.getBean(
              KafkaStreamsDefaultConfiguration.DEFAULT_STREAMS_CONFIG_BEAN_NAME,
              KafkaStreamsConfiguration.class);
      var streams = new StreamsConfig(written.asProperties());
      Map<String, Object> main = streams.getMainConsumerConfigs("group", "client", 0);
      assertThat(number(main, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)).isEqualTo(SESSION_MILLIS);
      assertThat(number(main, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG)).isEqualTo(2_000);
      // What a killed instance left open holds up readers of committed records no longer than that.
      Map<String, Object> producer = streams.getProducerConfigs("client");
      assertThat(number(producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))
          .isLessThan(SESSION_MILLIS);
      assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
          .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
      ConsumerFactory<?, ?> consumers = context.getBean(ConsumerFactory.class);
      Map<String, Object> listeners = consumers.getConfigurationProperties();
      assertThat(number(listeners, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG))
          .isEqualTo(SESSION_MILLIS);
    }
  }

  private static int number(Map<String, Object> settings, String name) {
    return Integer.parseInt(String.valueOf(settings.get(name)));
  }
}
