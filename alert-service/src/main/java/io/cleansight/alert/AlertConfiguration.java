package io.cleansight.alert;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AlertConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
