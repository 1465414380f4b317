package io.cleansight.messaging;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The Kafka of a test: in this process, or that of the container image which {@code -Dkafka.image}
 * names, for instance the one that a site runs. Without a container engine such a test is skipped.
 */
public final class TestKafka implements AutoCloseable {
  private static final String IMAGE = System.getProperty("kafka.image", "");

  private final String bootstrapServers;
  private final Runnable stop;

  private TestKafka(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  /** Starts one broker and waits until it serves. */
  public static TestKafka start(Path folder) throws IOException {
    if (IMAGE.isEmpty()) {
      EmbeddedKafka kafka = EmbeddedKafka.start(folder, Ports.anyFree(), Ports.anyFree());
      return new TestKafka(kafka.bootstrapServers(), kafka::close);
    }
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        () -> "SKIPPED: no container engine answers that could run " + IMAGE);
    var image = DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka");
    var container = new KafkaContainer(image);
    container.start();
    return new TestKafka(container.getBootstrapServers(), container::stop);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    stop.run();
  }
}
