package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is typed after {@code ./run}. */
class MainTest {
  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({"stop,0", "link,1", "status,1"})
  void aRunIsMeantByItsDataWhereverThatIsSaid(String command, int status) {
    CommandLine commands = Main.commands();
    assertThat(commands.execute("--data", data.toString(), command)).isEqualTo(status);
    assertThat(commands.execute(command, "--data", data.toString())).isEqualTo(status);
    assertThat(commands.execute(command, "--data", data.toString(), "--port", "8081"))
        .isEqualTo(status);
  }

  @Test
  void aRunIsAskedAtThePortsItHas() throws Exception {
    var chosen = new RunLayout(data, data, 8181, 19080);
    var usual = new RunLayout(data, data, 8080, 18080);
    assertThat(usual.remembered()).isEqualTo(usual);
    chosen.remember();
    assertThat(usual.remembered()).isEqualTo(chosen);
    Files.writeString(chosen.pids().resolve("ports"), "");
    assertThat(usual.remembered()).isEqualTo(usual);
  }
}
