package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.messaging.codec.EventRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/** The growth of partitions moves the state of the stores that are named in the contract. */
class StoresByCameraTest {
  @Test
  void everyStoreOfTheTopologyIsNamedInTheContract() {
    var topology = new Topology();
    JudgeTopology.extend(
        topology,
        new EventRecords("test"),
        Clock.systemUTC(),
        new JudgeMeters(new SimpleMeterRegistry(), Clock.systemUTC()));
    Set<String> stores =
        topology.describe().subtopologies().stream()
            .flatMap(it -> it.nodes().stream())
            .filter(TopologyDescription.Processor.class::isInstance)
            .flatMap(it -> ((TopologyDescription.Processor) it).stores().stream())
            .collect(Collectors.toSet());
    assertThat(stores)
        .isNotEmpty()
        .isEqualTo(ConsumerGroups.STORES_BY_CAMERA.get(ConsumerGroups.JUDGE));
  }
}
