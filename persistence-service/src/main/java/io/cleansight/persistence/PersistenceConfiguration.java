package io.cleansight.persistence;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PersistenceConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
