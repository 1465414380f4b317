package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;

/**
 * Three Kafka brokers that are controllers, too, on loopback, for tests: two in this process, the
 * third as a process of its own, so that it can be killed.
 */
public final class EmbeddedKafkaCluster implements AutoCloseable {
  private static final int BROKERS = 3;

  private final List<KafkaNode> nodes;
  private final List<KafkaRaftServer> servers;
  private final KafkaProcess third;

  private EmbeddedKafkaCluster(
      List<KafkaNode> nodes, List<KafkaRaftServer> servers, KafkaProcess third) {
    this.nodes = List.copyOf(nodes);
    this.servers = List.copyOf(servers);
    this.third = third;
  }

  /**
   * Starts the cluster and waits until the two brokers in this process serve.
   *
   * @param data directory of its own, made if absent
   * @param settings of every broker, in Kafka's words, that go before ours
   */
  public static EmbeddedKafkaCluster start(Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    int ports = Ports.anyFree(2 * BROKERS);
    String voters =
        IntStream.rangeClosed(1, BROKERS)
            .mapToObj(id -> KafkaNode.voter(id, ports + BROKERS + id - 1))
            .collect(Collectors.joining(","));
    String clusterId = Uuid.randomUuid().toString();
    var nodes = new ArrayList<KafkaNode>();
    for (int id = 1; id <= BROKERS; id++) {
      Path folder = data.resolve("broker-" + id);
      int port = ports + id - 1;
      nodes.add(new KafkaNode(id, folder, port, port + BROKERS, voters, BROKERS, settings));
      nodes.getLast().format(clusterId);
    }
    KafkaProcess third = KafkaProcess.start(nodes.getLast(), data);
    try {
      return new EmbeddedKafkaCluster(nodes, startHere(nodes.subList(0, BROKERS - 1)), third);
    } catch (ExecutionException e) {
      third.close();
      throw new IOException("the cluster did not start", e);
    }
  }

  /** All at once: none serves before most of the controllers are there. */
  private static List<KafkaRaftServer> startHere(List<KafkaNode> nodes)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(nodes.size())) {
      var servers = new ArrayList<KafkaRaftServer>();
      List<Future<KafkaRaftServer>> starting =
          nodes.stream().map(node -> threads.submit(() -> node.start())).toList();
      for (Future<KafkaRaftServer> it : starting) {
        servers.add(it.get());
      }
      return servers;
    }
  }

  public String bootstrapServers() {
    return nodes.stream().map(KafkaNode::address).collect(Collectors.joining(","));
  }

  /** kill -9 of one of the three, {@link #killable}. */
  public void killOne() {
    third.close();
  }

  /** Number of the broker that {@link #killOne} kills. */
  public int killable() {
    return BROKERS;
  }

  @Override
  public void close() {
    third.close();
    servers.forEach(KafkaRaftServer::shutdown);
    servers.forEach(KafkaRaftServer::awaitShutdown);
  }
}
