package io.cleansight.query.bench;

import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.query.Running;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes events to the broker as the other services would. */
final class Producer implements AutoCloseable {
  private final KafkaProducer<String, byte[]> kafka;

  Producer(Running running) {
    kafka =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, running.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  Future<RecordMetadata> send(String topic, String camera, SpecificRecord event) {
    return kafka.send(new ProducerRecord<>(topic, camera, EventCodec.encode(topic, event)));
  }

  @Override
  public void close() {
    kafka.close();
  }
}
