package io.cleansight.messaging.streams;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.messaging.instance.InstanceId;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/** For services with a topology: how its topics are laid out, and what becomes of dead threads. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@ConditionalOnClass(StreamsBuilder.class)
@ConditionalOnProperty("spring.kafka.streams.application-id")
class StreamsConfiguration {

  /** Asked for by a topology alone: it takes a cluster that answers. */
  @Bean
  @Lazy
  StreamsBuilderFactoryBeanConfigurer siteOfTopology(
      TopicLayout layout,
      InstanceId instance,
      @Value("${spring.kafka.streams.application-id}") String application) {
    return factory -> {
      // It gives away a copy of its settings, and takes all of them.
      Properties settings = Objects.requireNonNull(factory.getStreamsConfiguration());
      settings.putAll(StreamsSettings.of(layout, instance, application));
      factory.setStreamsConfiguration(settings);
      // A thread that dies of trouble with a broker is replaced; its state comes back from the
      // changelog.
      factory.setStreamsUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.REPLACE_THREAD);
    };
  }
}
