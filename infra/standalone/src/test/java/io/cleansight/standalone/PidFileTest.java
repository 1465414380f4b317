package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that a killed launcher left behind. */
class PidFileTest {
  @TempDir Path data;

  @Test
  void orphansAreGoneWhenTheNextRunGoesOn() throws Exception {
    var layout = new RunLayout(data, data, 0, 0);
    Process left = new ProcessBuilder("sleep", "600").start();
    new PidFile(layout, "left").write(left.toHandle());
    assertThat(PidFile.endOrphans(layout, List.of("left", "never-there"))).containsExactly("left");
    assertThat(left.isAlive()).isFalse();
    assertThat(new PidFile(layout, "left").find()).isEmpty();
    assertThat(PidFile.endOrphans(layout, List.of("left"))).isEmpty();
  }

  /** Whoever goes on wants its ports. */
  @Test
  void whoDoesNotWantToEndIsGoneWhenEndReturns() throws Exception {
    Process stubborn =
        new ProcessBuilder("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do read -r it; done")
            .start();
    assertThat(stubborn.inputReader().readLine()).isEqualTo("deaf");
    PidFile.end(stubborn.toHandle(), Duration.ofMillis(50));
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void aNumberThatWasGivenOutAgainIsNobody() throws Exception {
    var layout = new RunLayout(data, data, 0, 0);
    var file = new PidFile(layout, "other");
    file.write(ProcessHandle.current());
    assertThat(file.find()).contains(ProcessHandle.current());
    Path written = layout.pids().resolve("other.pid");
    Files.write(written, List.of(Files.readAllLines(written).getFirst(), "2020-01-01T00:00:00Z"));
    assertThat(file.find()).isEmpty();
    Files.writeString(written, "17");
    assertThat(file.find()).isEmpty();
  }
}
