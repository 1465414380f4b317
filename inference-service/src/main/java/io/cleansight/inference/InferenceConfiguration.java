package io.cleansight.inference;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InferenceConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
