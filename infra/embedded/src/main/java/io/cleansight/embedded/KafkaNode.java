package io.cleansight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is a controller, too, on loopback.
 *
 * @param data directory of its own; one that holds a broker's data already is continued on
 * @param voters every controller of the cluster, as {@code controller.quorum.voters}
 * @param brokers how many the cluster has, which decides how safe its own topics are
 * @param extra settings that go before ours
 */
record KafkaNode(
    int id,
    Path data,
    int port,
    int controllerPort,
    String voters,
    int brokers,
    Map<String, String> extra) {
  static final String HOST = "127.0.0.1";
  private static final int SAFE_REPLICAS = 3;

  KafkaNode {
    extra = Map.copyOf(extra);
  }

  static String voter(int id, int controllerPort) {
    return id + "@" + HOST + ":" + controllerPort;
  }

  /** Formats the directory unless it is in use already. */
  void format(String clusterId) throws IOException {
    format(clusterId, List.of());
  }

  /**
   * The same with people who may log in.
   *
   * @param scram each as kafka-storage's --add-scram takes it
   */
  void format(String clusterId, List<String> scram) throws IOException {
    Files.createDirectories(data);
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .setClusterId(clusterId)
          .setNodeId(id)
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setScramArguments(scram)
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot format " + data, e);
    }
  }

  /** Starts it in this process; in a cluster it serves once most controllers are there. */
  KafkaRaftServer start() {
    return start(settings());
  }

  static KafkaRaftServer start(Properties settings) {
    var server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    return server;
  }

  String address() {
    return HOST + ":" + port;
  }

  Properties settings() {
    int replicas = Math.min(brokers, SAFE_REPLICAS);
    var settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(id));
    settings.put("controller.quorum.voters", voters);
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", Integer.toString(replicas));
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", Integer.toString(replicas));
    settings.put("transaction.state.log.min.isr", Integer.toString(Math.max(1, replicas - 1)));
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.cleaner.dedupe.buffer.size", "8388608");
    settings.put("log.retention.check.interval.ms", "30000");
    // How often the broker looks for transactions that a killed process left open.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // After a kill -9 the broker must not wait for its own dead session.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "300");
    // All are stopped together: the last would ask a quorum that is gone for five minutes.
    settings.put("controlled.shutdown.enable", Boolean.toString(brokers == 1));
    settings.putAll(extra);
    return settings;
  }
}
