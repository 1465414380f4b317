package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.embedded.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureIT {
  @Test
  void nothingIsLeftOfAStartThatFails(@TempDir Path data) throws Exception {
    Files.writeString(data.resolve("kafka"), "a file where Kafka's folder should be");
    var layout = new RunLayout(data, data, 0, Ports.anyFree(10));
    assertThatThrownBy(() -> Infrastructure.start(layout, Map.of(), new Console()))
        .isInstanceOf(CannotStartException.class);
    assertThat(Ports.isFree(layout.postgresPort())).as("PostgreSQL's port is free").isTrue();
    assertThat(Ports.isFree(layout.redisPort())).as("Redis's port is free").isTrue();
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }
}
