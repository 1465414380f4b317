package io.cleansight.messaging.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.messaging.Idle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said at the start over a real broker. */
@ExtendWith(OutputCaptureExtension.class)
class ClusterCheckIT {
  @TempDir Path folder;

  @Test
  void aBrokerAsItComesIsNotComplainedOf(CapturedOutput output) throws Exception {
    assertThat(saidOver(output, Map.of())).isEmpty();
  }

  @Test
  void eachSettingThatBreaksAPromiseIsSaidOnceByItsNameAndValue(CapturedOutput output)
      throws Exception {
    assertThat(
            saidOver(
                output,
                Map.of(
                    "group.min.session.timeout.ms", "10000",
                    "transaction.max.timeout.ms", "4000",
                    "log.retention.check.interval.ms", "3600000")))
        .satisfiesExactly(
            it -> assertThat(it).contains("group.min.session.timeout.ms is 10000"),
            it -> assertThat(it).contains("transaction.max.timeout.ms is 4000"),
            it -> assertThat(it).contains("log.retention.check.interval.ms is 3600000"));
  }

  private List<String> saidOver(CapturedOutput output, Map<String, String> settings)
      throws Exception {
    try (var kafka = EmbeddedKafka.start(folder, Ports.anyFree(), Ports.anyFree(), settings);
        var _ = Idle.start(kafka.bootstrapServers(), "--topics.partitions=1")) {
      return output.getOut().lines().filter(it -> it.contains(" Kafka: ")).toList();
    }
  }
}
