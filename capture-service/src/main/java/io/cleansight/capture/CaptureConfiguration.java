package io.cleansight.capture;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.listener.DeadLetterListener;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class CaptureConfiguration {
  @Bean
  DeadLetterListener cameraSources(KafkaTemplate<String, Object> kafka) {
    return new DeadLetterListener(
        ConsumerGroups.CAPTURE_CAMERA_SOURCES, List.of(Topics.CAMERA_SOURCES), kafka);
  }
}
