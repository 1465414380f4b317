package io.cleansight.messaging.cluster;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * What a service does beside its own work for as long as it runs; an operator's command does not.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnProperty(
    name = "spring.kafka.admin.auto-create",
    havingValue = "true",
    matchIfMissing = true)
class ServingConfiguration {
  private static final String TRANSACTION_TIMEOUT =
      "${spring.kafka.producer.properties.transaction.timeout.ms}";

  @Bean
  ClusterCheck clusterCheck(
      KafkaAdmin admin,
      @Value("${spring.kafka.consumer.properties.session.timeout.ms}") long sessionMillis,
      @Value(TRANSACTION_TIMEOUT) long transactionMillis) {
    return new ClusterCheck(
        admin.getConfigurationProperties(),
        Duration.ofMillis(sessionMillis),
        Duration.ofMillis(transactionMillis));
  }

  @Bean
  @Conditional(Transactional.class)
  ExpiredTransactions expiredTransactions(
      KafkaAdmin admin, @Value(TRANSACTION_TIMEOUT) long transactionMillis) {
    return new ExpiredTransactions(
        admin.getConfigurationProperties(), Duration.ofMillis(transactionMillis));
  }

  /** A service that works in Kafka transactions. */
  static final class Transactional extends AnyNestedCondition {
    Transactional() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.kafka.producer.transaction-id-prefix")
    static final class Producers {}

    @ConditionalOnProperty("spring.kafka.streams.application-id")
    static final class Topologies {}
  }
}
