package io.cleansight.messaging.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Says once, when the service has started, which settings of the brokers break our promises. */
final class ClusterCheck implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);
  private static final int PATIENCE_SECONDS = 10;

  private final Map<String, Object> client;
  private final Duration session;
  private final Duration transaction;

  /**
   * @param client how the cluster is reached
   * @param session time-out of our consumers' sessions
   * @param transaction time-out of our transactions
   */
  ClusterCheck(Map<String, Object> client, Duration session, Duration transaction) {
    this.client = Map.copyOf(client);
    this.session = session;
    this.transaction = transaction;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    try (var admin = Admin.create(client)) {
      read(admin)
          .complaints(session.toMillis(), transaction.toMillis())
          .forEach(complaint -> log.warn("Kafka: {}", complaint));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      log.warn("Kafka: the brokers' settings could not be looked at: {}", cause.toString());
    }
  }

  private static BrokerSettings read(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Node> brokers = List.copyOf(within(admin.describeCluster().nodes()));
    return new BrokerSettings(
        brokers.size(), settings(admin, brokers.getFirst()), internalReplicas(admin));
  }

  private static Map<String, String> settings(Admin admin, Node node)
      throws InterruptedException, ExecutionException, TimeoutException {
    var broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
    var values = new HashMap<String, String>();
    for (ConfigEntry entry :
        within(admin.describeConfigs(List.of(broker)).all()).values().stream()
            .flatMap(it -> it.entries().stream())
            .toList()) {
      if (entry.value() != null) {
        values.put(entry.name(), entry.value());
      }
    }
    return values;
  }

  private static Map<String, Integer> internalReplicas(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> there =
        within(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    Set<String> internal =
        Set.of(BrokerSettings.OFFSETS, BrokerSettings.TRANSACTIONS).stream()
            .filter(there::contains)
            .collect(Collectors.toSet());
    return within(admin.describeTopics(internal).allTopicNames()).values().stream()
        .collect(
            Collectors.toMap(
                TopicDescription::name, it -> it.partitions().getFirst().replicas().size()));
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
