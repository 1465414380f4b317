package io.cleansight.messaging.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.strategy.TopicIdStrategy;
import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.Framing;
import io.cleansight.contracts.codec.SchemaLookupException;
import io.cleansight.contracts.example.ExampleEvents;
import io.cleansight.embedded.EmbeddedRegistry;
import io.cleansight.event.Violation;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.TestKafka;
import io.cleansight.messaging.registry.FramingProperties.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** Both framings with Apicurio's registry, and with its own serializer and deserializer. */
class FramingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path REGISTRY = Path.of("target", "registry");

  @TempDir static Path folder;

  private static TestKafka kafka;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() throws Exception {
    kafka = TestKafka.start(folder.resolve("kafka"));
    registry = EmbeddedRegistry.start(REGISTRY, folder);
    assertThatThrownBy(() -> service(Kind.CONFLUENT, Idle.Service.class))
        .as("nothing is registered yet")
        .hasStackTraceContaining("run persistence-service register-schemas");
    assertThat(new SchemaRegistry(settings()).register()).hasSize(PublicTopic.all().size());
  }

  @AfterAll
  static void stop() {
    Framing.use(new Framing(Map.of(), null));
    registry.close();
    kafka.close();
  }

  @Test
  void registeringAgainChangesNothing() {
    var schemas = new SchemaRegistry(settings());
    assertThat(schemas.register()).isEqualTo(schemas.register());
  }

  @Test
  void theSameEventsAreInBothFramings() {
    Framing avro = framing(Kind.AVRO);
    Framing confluent = framing(Kind.CONFLUENT);
    for (PublicTopic told : PublicTopic.all()) {
      String topic = told.topic().name();
      var event = new Decoded.Event<>(ExampleEvents.of(topic));
      byte[] one = avro.encode(topic, event.value());
      byte[] other = confluent.encode(topic, event.value());
      assertThat(one).as(topic).startsWith(0xC3);
      assertThat(other).as(topic).startsWith(0);
      assertThat(List.of(avro.decode(topic, one), confluent.decode(topic, one)))
          .containsOnly(event);
      assertThat(List.of(avro.decode(topic, other), confluent.decode(topic, other)))
          .containsOnly(event);
    }
  }

  @Test
  void othersReadWhatIsWritten() throws Exception {
    Framing confluent = framing(Kind.CONFLUENT);
    try (var theirs = new AvroKafkaDeserializer<GenericRecord>()) {
      theirs.configure(serdes(), false);
      for (PublicTopic told : PublicTopic.all()) {
        String topic = told.topic().name();
        SpecificRecord event = ExampleEvents.of(topic);
        byte[] bytes = confluent.encode(topic, event);
        assertThat(theirs.deserialize(topic, bytes))
            .as(topic)
            .isEqualTo(plain(event.getSchema(), bytes));
      }
    }
  }

  @Test
  void whatOthersWriteIsRead() {
    Framing avro = framing(Kind.AVRO);
    try (var theirs = new AvroKafkaSerializer<SpecificRecord>()) {
      theirs.configure(serdes(), false);
      for (PublicTopic told : PublicTopic.all()) {
        String topic = told.topic().name();
        SpecificRecord event = ExampleEvents.of(topic);
        byte[] bytes = theirs.serialize(topic, event);
        assertThat(bytes).as(topic).startsWith(0);
        assertThat(avro.decode(topic, bytes)).isEqualTo(new Decoded.Event<>(event));
      }
    }
  }

  @Test
  void theRegistryRefusesAnIncompatibleSchema() {
    var requests = new RegistryRequests(settings());
    Schema now = Violation.getClassSchema();
    String versions = "subjects/" + Topics.VIOLATIONS + "-value/versions";
    Schema stricter = with(now, new Schema.Field("must", Schema.create(Schema.Type.LONG)));
    assertThatThrownBy(() -> requests.ask("POST", versions, body(stricter)))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("must");
    Schema wider = with(now, new Schema.Field("may", Schema.create(Schema.Type.LONG), null, 0L));
    assertThat(requests.ask("POST", versions, body(wider))).isPresent();
  }

  @Test
  void aTopicThatIsSwitchedLosesNothing() throws Exception {
    byte[] avro = framing(Kind.AVRO).encode(Topics.CAMERA_HEALTH, health());
    byte[] confluent = framing(Kind.CONFLUENT).encode(Topics.CAMERA_HEALTH, health());
    try (var reading = service(Kind.CONFLUENT, Listening.class)) {
      var events = reading.getBean(Listener.class).events;
      for (byte[] bytes : List.of(avro, confluent, avro, confluent)) {
        send(Topics.CAMERA_HEALTH, bytes, 5);
      }
      await().atMost(PATIENCE).until(() -> events.size() == 20);
      assertThat(events).containsOnly(new Decoded.Event<>(health()));
    }
  }

  @Test
  void recordsWaitForARegistryThatIsAway() throws Exception {
    byte[] avro = framing(Kind.AVRO).encode(Topics.CAMERA_HEALTH, health());
    byte[] confluent = framing(Kind.CONFLUENT).encode(Topics.CAMERA_HEALTH, health());
    try (var reading = service(Kind.AVRO, Listening.class)) {
      var events = reading.getBean(Listener.class).events;
      send(Topics.CAMERA_HEALTH, avro, 1);
      await().atMost(PATIENCE).until(() -> events.size() == 1);
      registry.freeze();
      try {
        send(Topics.CAMERA_HEALTH, confluent, 3);
        assertThatThrownBy(() -> EventCodec.decode(Topics.CAMERA_HEALTH, confluent))
            .isInstanceOf(SchemaLookupException.class)
            .hasMessageContaining("does not answer");
        assertThat(events).hasSize(1);
      } finally {
        registry.thaw();
      }
      await().atMost(PATIENCE).until(() -> events.size() == 4);
      assertThat(events).containsOnly(new Decoded.Event<>(health()));
    }
  }

  /** A service that reads on from where the one before it left. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Listening {
    @Bean
    Listener listener() {
      return new Listener();
    }
  }

  static class Listener {
    final BlockingQueue<Decoded<SpecificRecord>> events = new LinkedBlockingQueue<>();

    @KafkaListener(id = "framing", topics = Topics.CAMERA_HEALTH, batch = "true")
    void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
      batch.forEach(it -> events.add(it.value()));
    }
  }

  private static SpecificRecord health() {
    return ExampleEvents.of(Topics.CAMERA_HEALTH);
  }

  private static ConfigurableApplicationContext service(Kind framing, Class<?> with) {
    return Idle.start(
        with,
        kafka.bootstrapServers(),
        "--TOPIC_FRAMING=" + framing,
        "--REGISTRY_URL=" + registry.url());
  }

  private static FramingProperties.Registry settings() {
    return new FramingProperties.Registry(registry.url(), "", "", null);
  }

  private static Framing framing(Kind kind) {
    return FramingConfiguration.framing(new FramingProperties(kind, settings()));
  }

  /** Whose schema is there already is given the id that it has. */
  private static Map<String, Object> serdes() {
    return Map.of(
        "apicurio.registry.url",
        registry.nativeUrl(),
        "apicurio.registry.artifact-resolver-strategy",
        TopicIdStrategy.class.getName(),
        "apicurio.registry.auto-register",
        true,
        "apicurio.registry.dereference-schema",
        true);
  }

  private static void send(String topic, byte[] bytes, int times)
      throws InterruptedException, ExecutionException {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < times; i++) {
        producer.send(new ProducerRecord<>(topic, 0, "line-1", bytes)).get();
      }
    }
  }

  /** Without our classes. */
  private static GenericRecord plain(Schema schema, byte[] bytes) throws IOException {
    var body = DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null);
    return new GenericDatumReader<GenericRecord>(schema).read(null, body);
  }

  private static Schema with(Schema schema, Schema.Field more) {
    var fields = new ArrayList<Schema.Field>();
    schema.getFields().forEach(it -> fields.add(new Schema.Field(it, it.schema())));
    fields.add(more);
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }

  private static Map<String, String> body(Schema schema) {
    return Map.of("schema", SchemaFormatter.format("json", schema));
  }
}
