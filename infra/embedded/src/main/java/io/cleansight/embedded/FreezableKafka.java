package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** One broker as a process of its own, so that it can be frozen; on loopback, for tests. */
public final class FreezableKafka implements AutoCloseable {
  private final KafkaNode node;
  private final KafkaProcess process;

  private FreezableKafka(KafkaNode node, KafkaProcess process) {
    this.node = node;
    this.process = process;
  }

  /**
   * Starts it; it serves a few seconds later.
   *
   * @param data directory of its own, made if absent
   */
  public static FreezableKafka start(Path data) throws IOException {
    int ports = Ports.anyFree(2);
    String voters = KafkaNode.voter(1, ports + 1);
    var node = new KafkaNode(1, data.resolve("broker"), ports, ports + 1, voters, 1, Map.of());
    node.format(Uuid.randomUuid().toString());
    return new FreezableKafka(node, KafkaProcess.start(node, data));
  }

  public String bootstrapServers() {
    return node.address();
  }

  /** Its connections stay open and nothing comes of what is sent to it. */
  public void freeze() throws IOException, InterruptedException {
    process.signal("STOP");
  }

  public void thaw() throws IOException, InterruptedException {
    process.signal("CONT");
  }

  @Override
  public void close() {
    process.close();
  }
}
