package io.cleansight.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import io.cleansight.messaging.topic.PartitionGrowth.GrowthResult;
import io.cleansight.messaging.topic.PartitionGrowth.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small site, grown from 2 to 6 partitions over a real broker. */
class PartitionGrowthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration SESSIONS = Duration.ofSeconds(2);
  private static final int CAMERAS = 250;
  private static final String JSON_CAMERAS = JsonTopic.PREFIX + "cameras";
  private static final String PEOPLE =
      ConsumerGroups.changelogOf(ConsumerGroups.JUDGE, "camera-states-1");

  private static final List<String> KEPT_BY_KEY = List.of(Topics.CAMERAS, JSON_CAMERAS, PEOPLE);

  @TempDir Path folder;

  private @Nullable EmbeddedKafka kafka;
  private @Nullable Admin admin;
  private @Nullable KafkaProducer<String, String> producer;

  @BeforeEach
  void aSiteWithSettingsAndState() throws Exception {
    kafka = EmbeddedKafka.start(folder, Ports.anyFree(), Ports.anyFree());
    admin = Admin.create(client());
    producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer());
    var layout = TopicLayout.on(1, 2);
    var topics = new ArrayList<NewTopic>();
    for (Topic topic : Topics.withJson()) {
      topics.add(
          new NewTopic(topic.name(), layout.partitionsOf(topic), (short) 1)
              .configs(layout.configOf(topic)));
    }
    topics.add(
        new NewTopic(PEOPLE, 2, (short) 1)
            .configs(
                Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")));
    TestTopics.make(kafka.bootstrapServers(), topics);
    for (String topic : KEPT_BY_KEY) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        send(topic, "camera-" + camera, "old");
        send(topic, "camera-" + camera, topic + camera);
      }
      send(topic, "gone", "old");
      send(topic, "gone", null);
    }
    producer().flush();
  }

  @AfterEach
  void stop() {
    producer().close();
    admin().close();
    Objects.requireNonNull(kafka).close();
  }

  @Test
  void everythingSpreadByCameraGrowsAndWhatIsKeptByKeyIsWhereItsKeyBelongs() throws Exception {
    var said = new ArrayList<String>();
    GrowthResult outcome = growth().grow(6, false, List.of(), said::add);
    assertThat(outcome).isEqualTo(new GrowthResult.Grown(said));
    assertGrown();
    assertThat(growth().grow(6, false, List.of(), said::add))
        .isEqualTo(new GrowthResult.Grown(List.of()));
  }

  @Test
  void aKeyBelongsWhereKafkasDefaultPartitionerPutsIt() {
    assertThat(records(Topics.CAMERAS))
        .hasSize(2 * CAMERAS + 2)
        .allSatisfy(it -> assertThat(it.partition()).isEqualTo(home(it.key(), 2)));
  }

  @Test
  void aDryRunSaysTheSameStepsAndChangesNothing() throws Exception {
    Map<String, Integer> before = partitions();
    var said = new ArrayList<String>();
    assertThat(growth().grow(6, true, List.of(), said::add))
        .isEqualTo(new GrowthResult.Grown(said));
    assertThat(said).hasSize(6); // all, the keys of three topics and of a state, the last
    assertThat(partitions()).isEqualTo(before);
    assertThat(records(Topics.CAMERAS)).hasSize(2 * CAMERAS + 2);
  }

  @Test
  void whatIsMovedKeepsItsHeadersAndComesAfterItsTombstoneByTheBrokersTime() throws Exception {
    var record = new ProducerRecord<>(Topics.CAMERAS, "with-headers", "settings");
    record.headers().add(new RecordHeader("ce_id", "7".getBytes(StandardCharsets.UTF_8)));
    producer().send(record).get();
    assertThat(growth().grow(6, false, List.of(), _ -> {})).isInstanceOf(GrowthResult.Grown.class);
    List<ConsumerRecord<String, String>> records = records(Topics.CAMERAS);
    int moved = 0;
    for (int camera = 0; camera < CAMERAS; camera++) {
      String key = "camera-" + camera;
      List<ConsumerRecord<String, String>> ofKey =
          records.stream().filter(it -> it.key().equals(key)).toList();
      var tombstone = ofKey.stream().filter(it -> it.value() == null).findFirst();
      if (tombstone.isPresent()) {
        moved++;
        var value =
            ofKey.stream()
                .filter(it -> it.value() != null && it.partition() == home(key))
                .findFirst()
                .orElseThrow();
        assertThat(value.timestamp()).isGreaterThan(tombstone.get().timestamp());
      }
    }
    assertThat(moved).isBetween(CAMERAS / 2, CAMERAS - 1);
    assertThat(records)
        .filteredOn(it -> it.key().equals("with-headers") && it.partition() == home(it.key()))
        .allSatisfy(it -> assertThat(it.headers().lastHeader("ce_id")).isNotNull());
  }

  @Test
  void interruptedAfterAnyStepItIsFinishedByRunningItAgain() throws Exception {
    int kills = 0;
    while (!isFinishedWithin(kills + 1)) {
      kills++;
      // No service starts on half of it.
      assertThat(partitions().values()).contains(2, 6);
    }
    assertThat(kills).isEqualTo(4);
    assertGrown();
  }

  private boolean isFinishedWithin(int steps) throws InterruptedException {
    var said = new ArrayList<String>();
    try {
      GrowthResult outcome =
          growth()
              .grow(
                  6,
                  false,
                  List.of(),
                  step -> {
                    if (said.size() == steps) {
                      throw new IllegalStateException("killed before: " + step);
                    }
                    said.add(step);
                  });
      assertThat(outcome).isEqualTo(new GrowthResult.Grown(said));
      return true;
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessageContaining("killed before");
      return false;
    }
  }

  /** Killed in the midst of a batch: its transaction is open, and some keys have moved before. */
  @Test
  void interruptedWithinABatchItIsFinishedByRunningItAgain() throws Exception {
    grow(Topics.CAMERAS);
    grow(PEOPLE);
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("transactional.id", "partition-growth");
    try (var killed =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      killed.initTransactions();
      String moved = keys(false).getFirst();
      String half = keys(false).getLast();
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(Topics.CAMERAS, home(moved, 2), moved, null)).get();
      killed
          .send(
              new ProducerRecord<>(
                  Topics.CAMERAS, home(moved), moved, Topics.CAMERAS + moved.split("-", -1)[1]))
          .get();
      killed.commitTransaction();
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(Topics.CAMERAS, home(half, 2), half, null)).get();
      assertThat(growth().grow(6, false, List.of(), _ -> {}))
          .isInstanceOf(GrowthResult.Grown.class);
      assertGrown();
      killed.close(Duration.ZERO);
    }
  }

  /** Somebody wrote while it was interrupted: what is newer holds. */
  @Test
  void aNewerRecordInTheNewPartitionIsNotOverwritten() throws Exception {
    grow(Topics.CAMERAS);
    String key = keys(false).getFirst();
    producer().send(new ProducerRecord<>(Topics.CAMERAS, home(key), key, "newer")).get();
    assertThat(growth().grow(6, false, List.of(), _ -> {})).isInstanceOf(GrowthResult.Grown.class);
    assertThat(latest(Topics.CAMERAS).get(key)).isEqualTo("newer");
    assertThat(records(Topics.CAMERAS))
        .filteredOn(it -> it.key().equals(key) && it.partition() == home(key, 2))
        .last()
        .satisfies(it -> assertThat(it.value()).isNull());
  }

  @Test
  void itIsRefusedWhileAGroupHasMembers() throws Exception {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("group.id", ConsumerGroups.DETECT);
    settings.put("session.timeout.ms", 30_000);
    try (var reader =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      reader.subscribe(List.of(Topics.FRAMES));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  reader.poll(Duration.ofMillis(100)).isEmpty() && !reader.assignment().isEmpty());
      assertThat(reasons()).singleElement().asString().contains(ConsumerGroups.DETECT, "1 members");
    }
  }

  @Test
  void itIsRefusedWhileSomethingIsUnread() throws Exception {
    producer().send(new ProducerRecord<>(Topics.FRAMES, 1, "camera-1", "frame")).get();
    commit(ConsumerGroups.DETECT, Topics.FRAMES, 0, 0);
    assertThat(reasons())
        .singleElement()
        .asString()
        .contains(ConsumerGroups.DETECT, "cleansight.frames-1", "offset 0");
    commit(ConsumerGroups.DETECT, Topics.FRAMES, 1, 1);
    assertThat(growth().grow(6, true, List.of(), _ -> {})).isInstanceOf(GrowthResult.Grown.class);
  }

  /** Its database may have been restored to an older state than Kafka's. */
  @Test
  void ofPersistenceWhatTheDatabaseSaysCounts() throws Exception {
    producer().send(new ProducerRecord<>(Topics.VIOLATIONS, 0, "camera-1", "violation")).get();
    commit(ConsumerGroups.PERSISTENCE_VIOLATIONS, Topics.VIOLATIONS, 0, 1);
    assertThat(reasons())
        .singleElement()
        .asString()
        .contains(ConsumerGroups.PERSISTENCE_VIOLATIONS);
    String id =
        admin()
            .describeTopics(List.of(Topics.VIOLATIONS))
            .allTopicNames()
            .get()
            .values()
            .iterator()
            .next()
            .topicId()
            .toString();
    assertThat(growth().grow(6, true, List.of(new Position(id, 0, 1)), _ -> {}))
        .isInstanceOf(GrowthResult.Grown.class);
  }

  @Test
  void theEndOfATransactionIsNothingUnreadButAnOpenOneIsRefused() throws Exception {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("transactional.id", "writer");
    try (var writer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(Topics.ACTIVITY, 0, "camera-1", "judged")).get();
      writer.commitTransaction();
      commit(ConsumerGroups.ALERT_EVALUATION, Topics.ACTIVITY, 0, 1);
      assertThat(growth().grow(6, true, List.of(), _ -> {})).isInstanceOf(GrowthResult.Grown.class);
    }
  }

  @Test
  void itIsRefusedWhileSomebodyWrites() throws Exception {
    var growth = new PartitionGrowth(client(), Duration.ofSeconds(3));
    var running = new java.util.concurrent.atomic.AtomicBoolean(true);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (running.get()) {
                    producer().send(new ProducerRecord<>(Topics.FRAMES, 0, "camera-1", "frame"));
                    producer().flush();
                  }
                });
    try {
      assertThat(growth.grow(6, false, List.of(), _ -> {}))
          .isInstanceOfSatisfying(
              GrowthResult.Refused.class,
              it -> assertThat(it.reasons()).anyMatch(why -> why.contains("cleansight.frames-0")));
    } finally {
      running.set(false);
      writer.join();
    }
    assertThat(partitions().values()).containsOnly(1, 2);
  }

  private List<String> reasons() throws InterruptedException {
    GrowthResult outcome = growth().grow(6, false, List.of(), _ -> {});
    assertThat(outcome).isInstanceOf(GrowthResult.Refused.class);
    return ((GrowthResult.Refused) outcome).reasons();
  }

  private void assertGrown() throws Exception {
    for (Topic topic : Topics.withJson()) {
      assertThat(partitions().get(topic.name())).as(topic.name()).isEqualTo(topic.spread() ? 6 : 1);
    }
    assertThat(partitions().get(PEOPLE)).isEqualTo(6);
    for (String topic : KEPT_BY_KEY) {
      var wanted = new TreeMap<String, String>();
      IntStream.range(0, CAMERAS).forEach(it -> wanted.put("camera-" + it, topic + it));
      var found = new TreeMap<String, String>();
      var last = new HashMap<String, @Nullable String>();
      for (var record : records(topic)) {
        last.put(record.partition() + "/" + record.key(), record.value());
      }
      last.forEach(
          (place, value) -> {
            String key = place.substring(place.indexOf('/') + 1);
            if (value != null) {
              assertThat(place).isEqualTo(home(key) + "/" + key);
              found.put(key, value);
            }
          });
      assertThat(found).as(topic).isEqualTo(wanted);
    }
  }

  /** By the order in which the broker appended, as readers of the whole topic take it. */
  private Map<String, String> latest(String topic) {
    var latest = new TreeMap<String, String>();
    records(topic).stream()
        .sorted(java.util.Comparator.comparingLong(ConsumerRecord::timestamp))
        .forEach(it -> latest.put(it.key(), String.valueOf(it.value())));
    return latest;
  }

  /** Cameras whose partition is another of six than of two; or is the same. */
  private static List<String> keys(boolean same) {
    return IntStream.range(0, CAMERAS)
        .mapToObj(it -> "camera-" + it)
        .filter(it -> (home(it) == home(it, 2)) == same)
        .toList();
  }

  private static int home(String key) {
    return home(key, 6);
  }

  private static int home(String key, int partitions) {
    return KeyMove.home(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  private void grow(String topic) throws Exception {
    admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(6))).all().get();
    await().atMost(PATIENCE).until(() -> Integer.valueOf(6).equals(partitions().get(topic)));
    await().atMost(PATIENCE).ignoreExceptions().until(() -> records(topic).size() >= CAMERAS);
  }

  private void commit(String group, String topic, int partition, long offset) throws Exception {
    admin()
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private List<ConsumerRecord<String, String>> records(String topic) {
    return TestTopics.committed(
        Objects.requireNonNull(kafka).bootstrapServers(), topic, new StringDeserializer());
  }

  private Map<String, Integer> partitions() throws Exception {
    var counts = new TreeMap<String, Integer>();
    admin()
        .describeTopics(admin().listTopics().names().get())
        .allTopicNames()
        .get()
        .forEach((name, it) -> counts.put(name, it.partitions().size()));
    return counts;
  }

  private void send(String topic, String key, @Nullable String value) {
    producer().send(new ProducerRecord<>(topic, key, value));
  }

  private PartitionGrowth growth() {
    return new PartitionGrowth(client(), QUIET, SESSIONS);
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", Objects.requireNonNull(kafka).bootstrapServers());
  }

  private Admin admin() {
    return Objects.requireNonNull(admin);
  }

  private KafkaProducer<String, String> producer() {
    return Objects.requireNonNull(producer);
  }
}
