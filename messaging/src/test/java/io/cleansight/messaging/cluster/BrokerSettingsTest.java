package io.cleansight.messaging.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
  private static final int SESSION = 6000;
  private static final int TRANSACTION = 5000;

  @Test
  void settingsThatJustKeepThePromisesAreNotComplainedOf() {
    assertThat(
            complaints(
                1,
                Map.of(
                    "group.min.session.timeout.ms", "6000",
                    "group.max.session.timeout.ms", "6000",
                    "transaction.max.timeout.ms", "5000",
                    "log.retention.check.interval.ms", "300000",
                    "log.segment.delete.delay.ms", "60000",
                    "unclean.leader.election.enable", "false")))
        .isEmpty();
  }

  @Test
  void eachThatBreaksAPromiseIsNamedWithItsValue() {
    assertThat(
            complaints(
                1,
                Map.of(
                    "group.min.session.timeout.ms", "6001",
                    "group.max.session.timeout.ms", "5999",
                    "transaction.max.timeout.ms", "4999",
                    "log.retention.check.interval.ms", "300001",
                    "log.segment.delete.delay.ms", "60001",
                    "unclean.leader.election.enable", "true")))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("group.min.session.timeout.ms is 6001, above 6000: "),
            it -> assertThat(it).startsWith("group.max.session.timeout.ms is 5999, below 6000: "),
            it -> assertThat(it).startsWith("transaction.max.timeout.ms is 4999, below 5000: "),
            it ->
                assertThat(it)
                    .startsWith("log.retention.check.interval.ms is 300001, above 300000: "),
            it -> assertThat(it).startsWith("log.segment.delete.delay.ms is 60001, above 60000: "),
            it -> assertThat(it).startsWith("unclean.leader.election.enable is true: "));
  }

  @Test
  void whatABrokerDoesNotTellIsNotJudged() {
    assertThat(complaints(3, Map.of())).isEmpty();
  }

  @Test
  void onThreeBrokersKafkasOwnTopicsNeedThreeReplicas() {
    Map<String, String> one =
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "2");
    assertThat(complaints(2, one)).isEmpty();
    assertThat(complaints(3, one))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("offsets.topic.replication.factor is 1, below 3: "),
            it ->
                assertThat(it)
                    .startsWith("transaction.state.log.replication.factor is 2, below 3: "));
  }

  @Test
  void whatTheseTopicsHaveCountsAndNotHowTheyWouldBeMade() {
    Map<String, String> three =
        Map.of(
            "offsets.topic.replication.factor", "3",
            "transaction.state.log.replication.factor", "3");
    var made = Map.of(BrokerSettings.OFFSETS, 1, BrokerSettings.TRANSACTIONS, 2);
    assertThat(new BrokerSettings(3, three, made).complaints(SESSION, TRANSACTION))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("__consumer_offsets has 1 replicas on 3 brokers: "),
            it -> assertThat(it).startsWith("__transaction_state has 2 replicas on 3 brokers: "));
    Map<String, String> one =
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1");
    var safe = Map.of(BrokerSettings.OFFSETS, 3, BrokerSettings.TRANSACTIONS, 4);
    assertThat(new BrokerSettings(5, one, safe).complaints(SESSION, TRANSACTION)).isEmpty();
  }

  private static List<String> complaints(int brokers, Map<String, String> values) {
    return new BrokerSettings(brokers, values, Map.of()).complaints(SESSION, TRANSACTION);
  }
}
