package io.cleansight.capture.backlog;

import static java.util.stream.Collectors.toMap;

import io.cleansight.capture.backlog.Positions.Partition;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Requests to the cluster, each with a timeout of {@link #PATIENCE}. Owns its client. */
public final class BacklogAdmin implements Backlog.Cluster, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PATIENCE_MILLIS = (int) PATIENCE.toMillis();
  private static final Map<String, ListConsumerGroupOffsetsSpec> GROUPS =
      Map.of(
          ConsumerGroups.DETECT, new ListConsumerGroupOffsetsSpec(),
          ConsumerGroups.JUDGE, new ListConsumerGroupOffsetsSpec());

  private final Admin admin;

  /** Committed offsets by group. */
  private record Committed(
      Map<TopicPartition, OffsetAndMetadata> detector,
      Map<TopicPartition, OffsetAndMetadata> judge) {}

  public BacklogAdmin(Admin admin) {
    this.admin = admin;
  }

  @Override
  public CompletionStage<Positions> positions(long askedAt) {
    return partitions()
        .thenCompose(
            partitions -> committed().thenCompose(it -> positions(askedAt, partitions, it)));
  }

  private CompletionStage<Positions> positions(
      long askedAt, List<TopicPartition> partitions, Committed committed) {
    return offsets(partitions, OffsetSpec.earliest())
        .thenCombine(
            offsets(partitions, OffsetSpec.latest()),
            (starts, ends) ->
                new Positions(
                    askedAt,
                    of(Topics.FRAMES, starts, ends, committed.detector()),
                    of(Topics.DETECTIONS, starts, ends, committed.judge())));
  }

  @Override
  public CompletionStage<?> deleteFrames(int partition, long before) {
    return admin
        .deleteRecords(
            Map.of(
                new TopicPartition(Topics.FRAMES, partition), RecordsToDelete.beforeOffset(before)),
            new DeleteRecordsOptions().timeoutMs(PATIENCE_MILLIS))
        .all()
        .toCompletionStage();
  }

  @Override
  public void close() {
    admin.close(PATIENCE);
  }

  private CompletionStage<List<TopicPartition>> partitions() {
    return admin
        .describeTopics(
            List.of(Topics.FRAMES, Topics.DETECTIONS),
            new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
        .allTopicNames()
        .toCompletionStage()
        .thenApply(topics -> topics.values().stream().flatMap(BacklogAdmin::partitions).toList());
  }

  private static java.util.stream.Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream().map(it -> new TopicPartition(topic.name(), it.partition()));
  }

  private CompletionStage<Committed> committed() {
    return admin
        .listConsumerGroupOffsets(
            GROUPS, new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
        .all()
        .toCompletionStage()
        .thenApply(
            groups ->
                new Committed(
                    groups.getOrDefault(ConsumerGroups.DETECT, Map.of()),
                    groups.getOrDefault(ConsumerGroups.JUDGE, Map.of())));
  }

  private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    return admin
        .listOffsets(
            partitions.stream().collect(toMap(it -> it, _ -> which)),
            new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
        .all()
        .toCompletionStage();
  }

  private static Map<Integer, Partition> of(
      String topic,
      Map<TopicPartition, ListOffsetsResultInfo> starts,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    var partitions = new HashMap<Integer, Partition>();
    starts.forEach(
        (place, start) -> {
          ListOffsetsResultInfo end = ends.get(place);
          OffsetAndMetadata position = committed.get(place);
          if (place.topic().equals(topic) && end != null) {
            partitions.put(
                place.partition(),
                new Partition(
                    start.offset(), end.offset(), position == null ? 0 : position.offset()));
          }
        });
    return partitions;
  }
}
