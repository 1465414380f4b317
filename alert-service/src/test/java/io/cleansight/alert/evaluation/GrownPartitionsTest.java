package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.junit.jupiter.api.Test;

class GrownPartitionsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final byte[] SETTINGS = "settings".getBytes(StandardCharsets.UTF_8);

  /** The growth of partitions moves the state of the stores that are named in the contract. */
  @Test
  void everyStoreThatIsKeptByCameraIsNamedInTheContract() {
    Set<String> stores =
        topology().describe().subtopologies().stream()
            .filter(GrownPartitionsTest::isSpreadByCamera)
            .flatMap(it -> it.nodes().stream())
            .filter(Processor.class::isInstance)
            .flatMap(it -> ((Processor) it).stores().stream())
            .filter(it -> !it.equals(EvaluationTopology.RULES))
            .filter(it -> !it.equals(EvaluationTopology.CAMERAS))
            .filter(it -> !it.equals(EvaluationTopology.SILENCES))
            .collect(Collectors.toSet());
    assertThat(stores)
        .isNotEmpty()
        .isEqualTo(ConsumerGroups.STORES_BY_CAMERA.get(ConsumerGroups.ALERT_EVALUATION));
  }

  /** As where partitions have grown: the value lies in another partition than the tombstone. */
  @Test
  void whatWasAppendedLastHoldsInWhateverOrderItIsRead() {
    try (var driver = driver()) {
      TestInputTopic<String, byte[]> cameras =
          driver.createInputTopic(
              Topics.CAMERAS, new StringSerializer(), new ByteArraySerializer());
      cameras.pipeInput("line-1", SETTINGS, NOON.plusMillis(1));
      cameras.pipeInput("line-1", null, NOON);
      assertThat(kept(driver, "line-1")).isEqualTo(SETTINGS);
      cameras.pipeInput("line-1", null, NOON.plusMillis(2));
      assertThat(kept(driver, "line-1")).isEmpty();
      // In one partition, within a millisecond: the order in which they are read.
      cameras.pipeInput("line-1", SETTINGS, NOON.plusMillis(2));
      assertThat(kept(driver, "line-1")).isEqualTo(SETTINGS);
    }
  }

  private static byte[] kept(TopologyTestDriver driver, String camera) {
    KeyValueStore<String, ValueAndTimestamp<byte[]>> store =
        driver.getTimestampedKeyValueStore(EvaluationTopology.CAMERAS);
    return store.get(camera).value();
  }

  private static TopologyTestDriver driver() {
    var settings = new Properties();
    settings.put("application.id", "test");
    settings.put("bootstrap.servers", "127.0.0.1:1");
    return new TopologyTestDriver(topology(), settings);
  }

  private static StreamClock clock() {
    return new StreamClock(System::nanoTime, Duration.ZERO);
  }

  private static Topology topology() {
    var topology = new Topology();
    EvaluationTopology.extend(
        topology,
        new EventRecords("test"),
        new AlertMeters(new SimpleMeterRegistry()),
        GrownPartitionsTest::clock,
        GrownPartitionsTest::clock);
    return topology;
  }

  private static boolean isSpreadByCamera(TopologyDescription.Subtopology part) {
    return part.nodes().stream()
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(it -> ((TopologyDescription.Source) it).topicSet().stream())
        .anyMatch(it -> Topics.source(it).spread());
  }
}
