package io.cleansight.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CaptureCommandsTest {
  @TempDir Path folder;
  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "probe --help", "draw --help", "keys --help"})
  void saysHowItIsUsed(String line) {
    assertThat(status(line)).isZero();
    assertThat(said.toString()).startsWith("Usage: capture-service");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "probe|Missing required parameter: 'SOURCE'",
        "probe --loud a|Unknown option: '--loud'",
        "watch|Unmatched argument at index 0: 'watch'",
        "draw scene:1|Missing required parameters: 'EVERY', 'DIRECTORY'",
        "draw scene:1?minutes=1 often .|'often' is not an int",
        "keys forge|Unmatched argument at index 1: 'forge'",
      })
  void endsWithTwoAndSaysWhatIsWrong(String line, String complaint) {
    assertThat(status(line)).isEqualTo(2);
    assertThat(said.toString()).contains(complaint).contains("Usage: capture-service");
  }

  @Test
  void endsWithTwoIfThereIsNothingToDrawOrToProbe() {
    assertThat(status("draw scene:1 1 " + folder)).isEqualTo(2);
    assertThat(status("draw scene:1?minutes=1 0 " + folder)).isEqualTo(2);
    assertThat(status("probe " + folder.resolve("none.mp4"))).isEqualTo(2);
    assertThat(status("probe scene:1")).isZero();
  }

  @Test
  void drawsOnePictureOfSoMany() {
    assertThat(status("draw scene:1?minutes=0.5&fps=1 10 " + folder)).isZero();
    assertThat(folder.toFile().list()).hasSize(4); // three and their labels
  }

  private int status(String line) {
    var writer = new PrintWriter(said, true);
    return new CommandLine(new CaptureCommands())
        .setOut(writer)
        .setErr(writer)
        .execute(line.split(" "));
  }
}
