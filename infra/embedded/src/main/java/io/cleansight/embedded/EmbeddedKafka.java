package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;

/** One Kafka broker and controller in this process, on loopback; continues on the data it finds. */
public final class EmbeddedKafka implements AutoCloseable {
  private final KafkaRaftServer server;
  private final KafkaNode node;

  private EmbeddedKafka(KafkaRaftServer server, KafkaNode node) {
    this.server = server;
    this.node = node;
  }

  /**
   * Starts the broker and waits until it serves.
   *
   * @param data directory of its own, made if absent
   */
  public static EmbeddedKafka start(Path data, int port, int controllerPort) throws IOException {
    return start(data, port, controllerPort, Map.of());
  }

  /**
   * The same with settings of its own.
   *
   * @param settings of the broker, in Kafka's words, that go before ours
   */
  public static EmbeddedKafka start(
      Path data, int port, int controllerPort, Map<String, String> settings) throws IOException {
    var node =
        new KafkaNode(
            1, data, port, controllerPort, KafkaNode.voter(1, controllerPort), 1, settings);
    node.format(Uuid.randomUuid().toString());
    return new EmbeddedKafka(node.start(), node);
  }

  public String bootstrapServers() {
    return node.address();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
