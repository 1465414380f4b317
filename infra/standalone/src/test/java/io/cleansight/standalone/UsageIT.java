package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person did wrong is said in one line, with exit code 2. */
class UsageIT {
  @TempDir Path folder;

  @Test
  void aSceneThatIsNone() throws Exception {
    assertThat(complaintOf("--source", "scene:7?minutes=0", "--camera-id", "a"))
        .contains("--source", "minutes must be 0.5 to 1440, not 0.0");
    assertThat(complaintOf("--source", "scene:x", "--camera-id", "a"))
        .contains("a scene is written scene:SEED?minutes=10&fps=5, not scene:x");
  }

  @Test
  void noSuchFile() throws Exception {
    assertThat(complaintOf("--source", "/no/such.mp4", "--camera-id", "a"))
        .contains("no such file: /no/such.mp4");
  }

  @Test
  void aFileWithoutVideo() throws Exception {
    Path page = Files.writeString(folder.resolve("page.mp4"), "<html>nothing</html>");
    assertThat(complaintOf("--source", page.toString(), "--camera-id", "a"))
        .contains("cannot be opened");
  }

  @Test
  void anAddressOfAnotherKind() throws Exception {
    assertThat(complaintOf("--source", "ftp://user:secret@127.0.0.1/a", "--camera-id", "a"))
        .contains("must begin with one of [rtsp, rtsps, http, https]")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp:/user:secret@127.0.0.1/a",
        "rtsp:user:secret@127.0.0.1",
        "user:secret@127.0.0.1/a",
        "rtsp:/user:secret@127.0.0.1/a://b"
      })
  void anAddressThatWasMistypedIsNotRepeated(String address) throws Exception {
    assertThat(complaintOf("--source", address, "--camera-id", "a"))
        .contains("--source")
        .doesNotContain("secret");
    assertThat(complaintOf("--camera-id", address, "--source", "scene:1")).doesNotContain("secret");
    assertThat(complaintOf(address)).doesNotContain("secret");
  }

  @Test
  void sourcesWithoutNames() throws Exception {
    assertThat(complaintOf("--source", "rtsp://127.0.0.1/a"))
        .contains("go in pairs: there are 1 and 0");
  }

  @Test
  void namesThatAreNone() throws Exception {
    assertThat(complaintOf("--source", "rtsp://127.0.0.1/a", "--camera-id", "../a"))
        .contains("--camera-id must be");
    assertThat(
            complaintOf(
                "--source",
                "rtsp://127.0.0.1/a",
                "--camera-id",
                "a",
                "--source",
                "rtsp://127.0.0.1/b",
                "--camera-id",
                "a"))
        .contains("a is there twice");
  }

  @Test
  void numbersThatAreNone() throws Exception {
    assertThat(complaintOf("--fps", "5 fps")).contains("--fps");
    assertThat(complaintOf("--source", "rtsp://127.0.0.1/a", "--camera-id", "a", "--fps", "NaN"))
        .contains("0.01 to 60");
  }

  @Test
  void anUnknownOption() throws Exception {
    assertThat(complaintOf("--sauce", "x")).contains("--sauce");
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(complaintOf("--source", "rtsp://127.0.0.1/a", "--camera-id", "a", "--port", port))
          .contains("port " + port + " is taken");
    }
  }

  private String complaintOf(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Launched.HOME.resolve("run").toString());
    command.addAll(List.of("--data", folder.resolve("data").toString(), "--base-port", "28080"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLEANSIGHT_BUILT", "yes");
    Process process = builder.start();
    String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(complaint).isEqualTo(2);
    assertThat(complaint.lines()).as(complaint).hasSize(1);
    return complaint;
  }
}
