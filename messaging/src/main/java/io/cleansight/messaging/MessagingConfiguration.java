package io.cleansight.messaging;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.RecordLookups;
import io.cleansight.messaging.trace.Tracing;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.support.ProducerListener;

/** What every service sends and reads with. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
class MessagingConfiguration {
  private static final Logger log = LoggerFactory.getLogger(MessagingConfiguration.class);

  /** Whoever sends knows what a failure means; the log gets no contents, which may be pictures. */
  @Bean
  ProducerListener<Object, Object> shortComplaints() {
    return new ProducerListener<>() {
      @Override
      public void onError(
          ProducerRecord<Object, Object> record,
          @Nullable RecordMetadata metadata,
          Exception failure) {
        log.warn("{} for {} not sent: {}", record.topic(), record.key(), failure.getMessage());
      }
    };
  }

  @Bean
  EventRecords eventRecords(@Value("${spring.application.name}") String service, Tracing tracing) {
    return new EventRecords(service, tracing);
  }

  @Bean
  BrokerClock brokerClock() {
    return new BrokerClock();
  }

  @Bean
  RecordLookups recordLookups(ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    return new RecordLookups(consumers);
  }
}
