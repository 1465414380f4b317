package io.cleansight.messaging.topic;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.messaging.topic.PartitionGrowth.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Whether everything that is spread by camera was read, and nobody reads or writes any more. */
final class DrainCheck {
  private static final int PATIENCE_SECONDS = 30;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Admin admin;
  private final Map<String, Object> client;
  private final Duration quiet;
  private final Duration sessions;

  /**
   * @param quiet nothing may be appended for so long
   * @param sessions static members and killed ones stay in their group until their session has
   *     ended
   */
  DrainCheck(Admin admin, Map<String, Object> client, Duration quiet, Duration sessions) {
    this.admin = admin;
    this.client = client;
    this.quiet = quiet;
    this.sessions = sessions;
  }

  /** What a group has still to read of a topic is behind this offset of a partition. */
  private record Reader(String group, Map<TopicPartition, Long> next) {
    /** Where it has not read to the end, and from where on it is to read. */
    Map<TopicPartition, Long> unread(
        Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
      var unread = new HashMap<TopicPartition, Long>();
      next.forEach(
          (partition, position) -> {
            long from = Math.max(position, starts.getOrDefault(partition, 0L));
            if (from < ends.getOrDefault(partition, 0L)) {
              unread.put(partition, from);
            }
          });
      return unread;
    }
  }

  /**
   * Why the topics cannot be changed now; empty if they can.
   *
   * @param written positions of persistence-service
   */
  List<String> complaints(Map<String, TopicDescription> topics, List<Position> written)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> groups = groups();
    List<String> active = active(groups);
    if (!active.isEmpty()) {
      return active;
    }
    Map<TopicPartition, Long> ends = offsets(topics, OffsetSpec.latest());
    Map<TopicPartition, Long> starts = offsets(topics, OffsetSpec.earliest());
    var complaints = new ArrayList<String>();
    for (Reader reader : readers(groups, topics, written)) {
      firstUnread(reader.unread(starts, ends), ends)
          .ifPresent(it -> complaints.add(reader.group() + " " + it));
    }
    complaints.addAll(stillWritten(topics, ends));
    return complaints.stream().sorted().toList();
  }

  private List<String> stillWritten(
      Map<String, TopicDescription> topics, Map<TopicPartition, Long> ends)
      throws InterruptedException, ExecutionException, TimeoutException {
    TimeUnit.MILLISECONDS.sleep(quiet.toMillis());
    return offsets(topics, OffsetSpec.latest()).entrySet().stream()
        .filter(now -> !now.getValue().equals(ends.get(now.getKey())))
        .map(now -> now.getKey() + " is still written to; stop every service")
        .toList();
  }

  private Set<String> groups() throws InterruptedException, ExecutionException, TimeoutException {
    return within(admin.listGroups().all()).stream()
        .filter(it -> it.type().filter(DrainCheck::isConsumers).isPresent())
        .map(GroupListing::groupId)
        .filter(ConsumerGroups::isOurs)
        .collect(Collectors.toSet());
  }

  private static boolean isConsumers(GroupType type) {
    return type == GroupType.CLASSIC || type == GroupType.CONSUMER;
  }

  private List<String> active(Set<String> groups)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + sessions.toNanos();
    while (true) {
      List<String> active =
          within(admin.describeConsumerGroups(groups).all()).values().stream()
              .filter(it -> !it.members().isEmpty())
              .map(
                  it -> it.groupId() + " has " + it.members().size() + " members; stop its service")
              .sorted()
              .toList();
      if (active.isEmpty() || System.nanoTime() - deadline > 0) {
        return active;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private List<Reader> readers(
      Set<String> groups, Map<String, TopicDescription> topics, List<Position> written)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, Long> inDatabase = inDatabase(topics, written);
    if (groups.isEmpty()) {
      return List.of();
    }
    var asked = new HashMap<String, ListConsumerGroupOffsetsSpec>();
    groups.forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
    var readers = new ArrayList<Reader>();
    within(admin.listConsumerGroupOffsets(asked).all())
        .forEach(
            (group, committed) -> {
              boolean persistence = group.startsWith(ConsumerGroups.PERSISTENCE_PREFIX);
              Map<TopicPartition, Long> known = persistence ? inDatabase : offsets(committed);
              readers.add(new Reader(group, next(committed.keySet(), known, topics)));
            });
    return readers;
  }

  /** Of topics of which it has read any partition, all: 0 where it has not begun. */
  private static Map<TopicPartition, Long> next(
      Set<TopicPartition> committed,
      Map<TopicPartition, Long> known,
      Map<String, TopicDescription> topics) {
    var next = new TreeMap<TopicPartition, Long>(DrainCheck::compare);
    committed.stream()
        .map(TopicPartition::topic)
        .distinct()
        .filter(topics::containsKey)
        .flatMap(topic -> partitions(topics, topic))
        .forEach(it -> next.put(it, known.getOrDefault(it, 0L)));
    return next;
  }

  private static int compare(TopicPartition a, TopicPartition b) {
    int byTopic = a.topic().compareTo(b.topic());
    return byTopic == 0 ? Integer.compare(a.partition(), b.partition()) : byTopic;
  }

  private static Map<TopicPartition, Long> inDatabase(
      Map<String, TopicDescription> topics, List<Position> written) {
    var names = new HashMap<String, String>();
    topics.forEach((name, it) -> names.put(it.topicId().toString(), name));
    var positions = new HashMap<TopicPartition, Long>();
    for (Position it : written) {
      String name = names.get(it.topicId());
      if (name != null) {
        positions.put(new TopicPartition(name, it.partition()), it.next());
      }
    }
    return positions;
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, OffsetAndMetadata> committed) {
    var offsets = new HashMap<TopicPartition, Long>();
    committed.forEach(
        (partition, it) -> {
          if (it != null) {
            offsets.put(partition, it.offset());
          }
        });
    return offsets;
  }

  /** What follows may be the ends of transactions alone, which are no records to be read. */
  private Optional<String> firstUnread(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    if (from.isEmpty()) {
      return Optional.empty();
    }
    try (var consumer = oneByOne()) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(POLL)) {
          return Optional.of(
              "has not read %s-%d from offset %d on"
                  .formatted(record.topic(), record.partition(), record.offset()));
        }
        if (from.keySet().stream()
            .allMatch(it -> consumer.position(it) >= ends.getOrDefault(it, 0L))) {
          return Optional.empty();
        }
      }
      return Optional.of("cannot read to the end of " + from.keySet() + "; a transaction is open");
    }
  }

  private KafkaConsumer<byte[], byte[]> oneByOne() {
    var settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, KeyMove.NO_WAIT_MILLIS);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<TopicPartition, Long> offsets(Map<String, TopicDescription> topics, OffsetSpec which)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked =
        topics.keySet().stream()
            .flatMap(topic -> partitions(topics, topic))
            .collect(Collectors.toMap(it -> it, _ -> which));
    var offsets = new HashMap<TopicPartition, Long>();
    within(admin.listOffsets(asked).all()).forEach((it, found) -> offsets.put(it, found.offset()));
    return offsets;
  }

  private static Stream<TopicPartition> partitions(
      Map<String, TopicDescription> topics, String topic) {
    return topics.entrySet().stream()
        .filter(it -> it.getKey().equals(topic))
        .flatMap(it -> it.getValue().partitions().stream())
        .map(it -> new TopicPartition(topic, it.partition()));
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
