package io.cleansight.messaging.topic;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the topics of this site are to be laid out: as its settings say, but with the number of
 * partitions that they have, if there are any. That number decides where a camera's records go and
 * is changed by {@link PartitionGrowth} alone.
 */
final class SiteTopics {
  private static final Logger log = LoggerFactory.getLogger(SiteTopics.class);
  private static final int PATIENCE_SECONDS = 30;

  private SiteTopics() {}

  /**
   * Asks the cluster.
   *
   * @throws IllegalStateException if topics that are spread by camera differ in their number of
   *     partitions, or the cluster does not answer
   */
  static TopicLayout layout(Admin admin, TopicProperties settings) {
    try {
      int brokers = within(admin.describeCluster().nodes()).size();
      int partitions = settled(partitions(admin), settings.partitions());
      return settings.replicas() > 0
          ? new TopicLayout(partitions, settings.replicas(), Math.max(1, settings.replicas() - 1))
          : TopicLayout.on(brokers, partitions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were looked at", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not say which topics it has", e);
    }
  }

  /** The number that all topics have, else the one of the settings. */
  private static int settled(Map<String, Integer> present, int set) {
    var counts = new HashSet<>(present.values());
    if (counts.size() > 1) {
      throw new IllegalStateException(
          "topics differ in their number of partitions, and a camera's records would go apart; if"
              + " a growth was interrupted, run persistence-service grow-partitions again: "
              + present);
    }
    int settled = counts.stream().findFirst().orElse(set);
    if (settled != set) {
      log.warn(
          "topics have {} partitions, topics.partitions says {}: it stays as it is;"
              + " docs/partitions.md says how to grow it",
          settled,
          set);
    }
    return settled;
  }

  /** Number of partitions of each topic that is there and spread by camera, by name. */
  private static Map<String, Integer> partitions(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var names = within(admin.listTopics().names());
    var wanted =
        Topics.withJson().stream()
            .filter(Topic::spread)
            .map(Topic::name)
            .filter(names::contains)
            .collect(Collectors.toSet());
    var counts = new TreeMap<String, Integer>();
    for (TopicDescription topic : within(admin.describeTopics(wanted).allTopicNames()).values()) {
      counts.put(topic.name(), topic.partitions().size());
    }
    return counts;
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
