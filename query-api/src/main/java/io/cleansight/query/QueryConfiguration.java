package io.cleansight.query;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.listener.DeadLetterListener;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

@Configuration(proxyBeanMethods = false)
class QueryConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  DeadLetterListener unusableAccounts(KafkaTemplate<String, Object> kafka) {
    return new DeadLetterListener(
        ConsumerGroups.QUERY_ACCOUNTS, List.of(Topics.ACCOUNTS, Topics.ACCOUNT_ACTIVITY), kafka);
  }
}
