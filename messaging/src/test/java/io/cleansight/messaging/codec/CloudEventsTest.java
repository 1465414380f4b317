package io.cleansight.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.contracts.example.ExampleEvents;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the CloudEvents SDK makes of our records. */
class CloudEventsTest {
  private static final UUID ID = UUID.fromString("4a1f0a5e-9d0b-5c7e-8c58-3a0d8ee3b1c2");
  private static final Instant AT = Instant.parse("2026-03-01T06:00:02.000001Z");
  private static final EventRecords RECORDS = new EventRecords("inference-service");

  static List<PublicTopic> topics() {
    return PublicTopic.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void aRecordIsACloudEventInBinaryMode(PublicTopic told) {
    String topic = told.topic().name();
    SpecificRecord event = ExampleEvents.of(topic);
    ProducerRecord<String, Object> record = RECORDS.of(topic, ID, AT, event, null);
    byte[] value = Objects.requireNonNull(new EventSerializer().serialize(topic, record.value()));

    CloudEvent read = KafkaMessageFactory.createReader(record.headers(), value).toEvent();
    assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(read.getId()).isEqualTo(ID.toString());
    assertThat(read.getSource()).isEqualTo(URI.create("/cleansight/inference-service"));
    assertThat(read.getType()).isEqualTo("io.cleansight." + event.getSchema().getName());
    assertThat(read.getTime()).isEqualTo(AT.atOffset(ZoneOffset.UTC));
    assertThat(read.getSubject()).isEqualTo(record.key());
    assertThat(read.getDataContentType()).isEqualTo("application/avro");
    assertThat(EventCodec.decode(topic, Objects.requireNonNull(read.getData()).toBytes()))
        .isEqualTo(new Decoded.Event<>(event));

    try (var deserializer = new CloudEventDeserializer()) {
      assertThat(deserializer.deserialize(topic, record.headers(), value).getId())
          .isEqualTo(read.getId());
    }
  }
}
