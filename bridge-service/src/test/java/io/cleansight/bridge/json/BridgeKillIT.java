package io.cleansight.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cleansight.bridge.BridgeApplication;
import io.cleansight.bridge.Told;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed while it works, as often as {@code -Dbridge.kills} says: what it has said
 * in the end is what was to be said, camera by camera in the same order, each event once.
 */
class BridgeKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TopicLayout LAYOUT = TopicLayout.on(1, TopicLayout.FEW_PARTITIONS);
  private static final int CAMERAS = 10;
  private static final int A_ROUND = 2_000;
  private static final int KILLS = Integer.getInteger("bridge.kills", 3);

  @TempDir Path folder;

  private final EventRecords records = new EventRecords("test");

  @Test
  void everyEventIsSaidAgainOnceAndInOrder() throws Exception {
    try (var kafka = EmbeddedKafka.start(folder.resolve("k"), Ports.anyFree(), Ports.anyFree());
        var producer = producer(kafka);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      TestTopics.make(kafka.bootstrapServers(), List.of(violations(), said()));
      int sent = 0;
      for (int round = 1; round <= KILLS; round++) {
        long before = ends(admin);
        sent = send(producer, sent);
        try (ServiceJvm service = bridge(kafka, "killed-" + round)) {
          await().atMost(PATIENCE).until(() -> ends(admin) > before);
          service.kill();
        }
      }
      System.out.printf("%d of %d records were out at the last kill%n", ends(admin), sent);
      try (ServiceJvm service = bridge(kafka, "last")) {
        int all = sent;
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(committed(kafka).size()).isGreaterThanOrEqualTo(all));
        assertThat(service.isAlive()).isTrue();
      }
      assertThat(told(kafka)).isEqualTo(toBeTold(kafka));
    }
  }

  private ServiceJvm bridge(EmbeddedKafka kafka, String name) throws IOException {
    Path logs = Files.createDirectories(Path.of("target/kills"));
    return ServiceJvm.start(
        "bridge-service",
        BridgeApplication.class,
        logs.resolve(name + ".log"),
        List.of(
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--spring.kafka.streams.state-dir=" + folder.resolve(name),
            "--bridge.topics=violations",
            "--server.port=0"));
  }

  private int send(KafkaProducer<String, Object> producer, int from)
      throws InterruptedException, ExecutionException {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (int i = from; i < from + A_ROUND; i++) {
      Violation event = Told.violation("line-" + i % CAMERAS, i);
      var id = Ids.event(Topics.VIOLATIONS, event.getViolationId(), "opened");
      sent.add(producer.send(records.of(Topics.VIOLATIONS, id, Told.AT, event, null)));
    }
    producer.flush();
    for (Future<RecordMetadata> it : sent) {
      it.get();
    }
    return from + A_ROUND;
  }

  /** By camera what is said, in order. */
  private static Map<String, List<String>> toBeTold(EmbeddedKafka kafka) {
    var events = new TreeMap<String, List<String>>();
    for (var record :
        TestTopics.committed(
            kafka.bootstrapServers(), Topics.VIOLATIONS, new EventDeserializer())) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
        events
            .computeIfAbsent(record.key(), _ -> new ArrayList<>())
            .add(EventJson.of(event).toString());
      }
    }
    assertThat(events).hasSize(CAMERAS);
    return events;
  }

  private static Map<String, List<String>> told(EmbeddedKafka kafka) throws IOException {
    var json = new ObjectMapper();
    var ids = new ArrayList<String>();
    var events = new TreeMap<String, List<String>>();
    for (var record : committed(kafka)) {
      CloudEvent event =
          new CloudEventDeserializer()
              .deserialize(record.topic(), record.headers(), record.value());
      ids.add(event.getId());
      events
          .computeIfAbsent(record.key(), _ -> new ArrayList<>())
          .add(json.readTree(Objects.requireNonNull(event.getData()).toBytes()).toString());
    }
    assertThat(ids).doesNotHaveDuplicates();
    return events;
  }

  private static List<ConsumerRecord<String, byte[]>> committed(EmbeddedKafka kafka) {
    return TestTopics.committed(
        kafka.bootstrapServers(), said().name(), new ByteArrayDeserializer());
  }

  private static long ends(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var partitions =
        IntStream.range(0, LAYOUT.partitions())
            .mapToObj(it -> new TopicPartition(said().name(), it))
            .collect(Collectors.toMap(it -> it, _ -> OffsetSpec.latest()));
    return admin.listOffsets(partitions).all().get(10, TimeUnit.SECONDS).values().stream()
        .mapToLong(it -> it.offset())
        .sum();
  }

  private static KafkaProducer<String, Object> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new EventSerializer());
  }

  private static NewTopic violations() {
    var topic = Topics.source(Topics.VIOLATIONS);
    return new NewTopic(topic.name(), LAYOUT.partitionsOf(topic), (short) 1)
        .configs(LAYOUT.configOf(topic));
  }

  private static NewTopic said() {
    var topic = JsonTopic.all().stream().filter(it -> it.name().equals("violations")).findFirst();
    return new NewTopic(topic.orElseThrow().topic().name(), LAYOUT.partitions(), (short) 1)
        .configs(LAYOUT.configOf(topic.orElseThrow().topic()));
  }
}
