package io.cleansight.messaging.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Settings of a broker on which our promises depend.
 *
 * @param brokers how many there are
 * @param values of its settings, by Kafka's names; one that is absent is not judged
 * @param internalReplicas of the topics in which Kafka keeps positions and transactions, by name;
 *     of those that are there
 */
record BrokerSettings(
    int brokers, Map<String, String> values, Map<String, Integer> internalReplicas) {
  static final String OFFSETS = "__consumer_offsets";
  static final String TRANSACTIONS = "__transaction_state";

  private static final int SAFE_REPLICAS = 3;
  private static final long DEFAULT_RETENTION_CHECK_MILLIS = 300_000;
  private static final long DEFAULT_DELETE_DELAY_MILLIS = 60_000;

  BrokerSettings {
    values = Map.copyOf(values);
    internalReplicas = Map.copyOf(internalReplicas);
  }

  /**
   * What is wrong with them, each by name and value.
   *
   * @param sessionMillis session time-out of our consumers
   * @param transactionMillis time-out of our transactions
   */
  List<String> complaints(long sessionMillis, long transactionMillis) {
    var complaints = new ArrayList<String>();
    timeouts(complaints, sessionMillis, transactionMillis);
    retention(complaints);
    durability(complaints);
    return complaints;
  }

  private void timeouts(List<String> complaints, long sessionMillis, long transactionMillis) {
    String noConsumers = "the brokers refuse our consumers, who ask for " + sessionMillis;
    atMost(complaints, "group.min.session.timeout.ms", sessionMillis, noConsumers);
    atLeast(complaints, "group.max.session.timeout.ms", sessionMillis, noConsumers);
    atLeast(
        complaints,
        "transaction.max.timeout.ms",
        transactionMillis,
        "the brokers refuse our transactions, which ask for " + transactionMillis);
  }

  private void retention(List<String> complaints) {
    String kept = "pictures of people are kept for longer than docs/partitions.md says";
    atMost(complaints, "log.retention.check.interval.ms", DEFAULT_RETENTION_CHECK_MILLIS, kept);
    atMost(complaints, "log.segment.delete.delay.ms", DEFAULT_DELETE_DELAY_MILLIS, kept);
  }

  private void durability(List<String> complaints) {
    if ("true".equals(values.get("unclean.leader.election.enable"))) {
      complaints.add(
          "unclean.leader.election.enable is true: what was acknowledged can be lost with a"
              + " broker");
    }
    if (brokers >= SAFE_REPLICAS) {
      replicated(complaints, OFFSETS, "offsets.topic.replication.factor");
      replicated(complaints, TRANSACTIONS, "transaction.state.log.replication.factor");
    }
  }

  private void replicated(List<String> complaints, String topic, String setting) {
    String lost = "one broker that is lost stops its readers and writers";
    Integer replicas = internalReplicas.get(topic);
    if (replicas == null) {
      atLeast(complaints, setting, SAFE_REPLICAS, lost);
    } else if (replicas < SAFE_REPLICAS) {
      complaints.add(topic + " has " + replicas + " replicas on " + brokers + " brokers: " + lost);
    }
  }

  private void atLeast(List<String> complaints, String name, long least, String consequence) {
    OptionalLong value = number(name);
    if (value.isPresent() && value.getAsLong() < least) {
      complaints.add(
          "%s is %d, below %d: %s".formatted(name, value.getAsLong(), least, consequence));
    }
  }

  private void atMost(List<String> complaints, String name, long most, String consequence) {
    OptionalLong value = number(name);
    if (value.isPresent() && value.getAsLong() > most) {
      complaints.add(
          "%s is %d, above %d: %s".formatted(name, value.getAsLong(), most, consequence));
    }
  }

  private OptionalLong number(String name) {
    String value = values.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }
}
