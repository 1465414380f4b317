package io.cleansight.query;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueryConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
