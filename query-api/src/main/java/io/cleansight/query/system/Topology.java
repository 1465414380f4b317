package io.cleansight.query.system;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * How far each topic is written and each reader has read. persistence keeps its positions in the
 * database, the others in Kafka.
 */
@Component
@ThreadSafe
class Topology implements DisposableBean {
  private static final int PATIENCE_SECONDS = 5;

  /** Its groups have positions in Kafka, too, which it does not read. */
  private final Admin admin;

  private final DatabaseReader database;

  Topology(KafkaAdmin settings, DatabaseReader database) {
    this.admin = Admin.create(settings.getConfigurationProperties());
    this.database = database;
  }

  /**
   * A topic.
   *
   * @param written records written since it was made; how much it grows is what flows
   * @param kept of these, what is still there
   */
  record Flow(String topic, int partitions, long written, long kept) {
    private Flow plus(Flow more) {
      return new Flow(
          topic, partitions + more.partitions, written + more.written, kept + more.kept);
    }
  }

  /**
   * What a reader has still to read of a topic.
   *
   * @param records the end of a transaction counts as one, so 1 is nothing
   */
  record Lag(String reader, String topic, long records) {}

  record Snapshot(List<Flow> topics, List<Lag> lags) {}

  Snapshot look() {
    try {
      return snapshot();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "interrupted", e);
    }
  }

  private Snapshot snapshot() throws ExecutionException, InterruptedException, TimeoutException {
    var ids = new HashSet<String>();
    var partitions = new HashSet<TopicPartition>();
    for (var topic : within(admin.describeTopics(topics()).allTopicNames()).values()) {
      ids.add(topic.topicId().toString());
      topic
          .partitions()
          .forEach(it -> partitions.add(new TopicPartition(topic.name(), it.partition())));
    }
    Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> written = offsets(partitions, OffsetSpec.latest());
    var lags = new ArrayList<Lag>(groups(written));
    lags.addAll(persistence(ids, written));
    lags.sort(Comparator.comparing(Lag::reader).thenComparing(Lag::topic));
    return new Snapshot(flows(first, written), lags);
  }

  /** Each with that of its dead letters. */
  private static List<String> topics() {
    return Topics.sources().stream()
        .map(Topic::name)
        .flatMap(name -> Stream.of(name, Topics.deadLetterOf(name)))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    var specs = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(it -> specs.put(it, which));
    var offsets = new HashMap<TopicPartition, Long>();
    within(admin.listOffsets(specs).all()).forEach((it, found) -> offsets.put(it, found.offset()));
    return offsets;
  }

  private static List<Flow> flows(
      Map<TopicPartition, Long> first, Map<TopicPartition, Long> written) {
    var flows = new TreeMap<String, Flow>();
    written.forEach(
        (partition, end) -> {
          long kept = end - first.getOrDefault(partition, end);
          var one = new Flow(partition.topic(), 1, end, kept);
          flows.merge(partition.topic(), one, Flow::plus);
        });
    return List.copyOf(flows.values());
  }

  private List<Lag> groups(Map<TopicPartition, Long> written)
      throws ExecutionException, InterruptedException, TimeoutException {
    var specs = new HashMap<String, ListConsumerGroupOffsetsSpec>();
    for (GroupListing group : within(admin.listGroups().all())) {
      if (!group.groupId().startsWith(ConsumerGroups.PERSISTENCE_PREFIX)) {
        specs.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
      }
    }
    var lags = new ArrayList<Lag>();
    if (!specs.isEmpty()) {
      within(admin.listConsumerGroupOffsets(specs).all())
          .forEach((group, read) -> lags.addAll(lags(group, positions(read), written)));
    }
    return lags;
  }

  /** Positions in a topic that was made anew since are none. */
  private List<Lag> persistence(Set<String> ids, Map<TopicPartition, Long> written) {
    var read = new HashMap<TopicPartition, Long>();
    for (var it : database.positions()) {
      if (ids.contains(it.topicId())) {
        read.put(new TopicPartition(it.topic(), it.partition()), it.nextOffset());
      }
    }
    return lags(ConsumerGroups.PERSISTENCE_PREFIX + "service", read, written);
  }

  private static Map<TopicPartition, Long> positions(Map<TopicPartition, OffsetAndMetadata> read) {
    var positions = new HashMap<TopicPartition, Long>();
    read.forEach(
        (partition, position) -> {
          if (position != null) {
            positions.put(partition, position.offset());
          }
        });
    return positions;
  }

  /** Of our own topics alone; those between the steps of a topology are nobody else's concern. */
  private static List<Lag> lags(
      String reader, Map<TopicPartition, Long> read, Map<TopicPartition, Long> written) {
    var sums = new TreeMap<String, Long>();
    read.forEach(
        (partition, position) -> {
          Long end = written.get(partition);
          if (end != null) {
            sums.merge(partition.topic(), Math.max(0, end - position), Long::sum);
          }
        });
    return sums.entrySet().stream().map(it -> new Lag(reader, it.getKey(), it.getValue())).toList();
  }

  private static <T> T within(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void destroy() {
    admin.close();
  }
}
