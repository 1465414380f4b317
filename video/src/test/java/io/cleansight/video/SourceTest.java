package io.cleansight.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "concat:/etc/passwd|/etc/hosts",
        "ftp://host/video",
        "file:///etc/passwd",
        "rtsp://",
        "rtsp://us er@host/x",
        "rtsp://camera/a%0d%0aTEARDOWN",
        "/dev/video4711",
        "/no/such/file.mp4",
        "/",
        "/dev/zero",
        "a\0b"
      })
  void refusesWhatIsNoSource(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Source.parse(text));
  }

  @Test
  void takesFilesAndStreams() throws Exception {
    Path file = Files.createFile(folder.resolve("a.mp4"));
    assertThat(Source.parse(file.toString())).isEqualTo(new Source.VideoFile(file));
    assertThat(Source.parse("rtsp://user:secret@camera:554/main"))
        .isInstanceOf(Source.Stream.class);
  }

  @Test
  void takesAFolderWithPictures() throws Exception {
    Files.createFile(folder.resolve("b.PNG"));
    Files.createFile(folder.resolve("a.jpg"));
    Files.createFile(folder.resolve("notes.txt"));
    Files.createSymbolicLink(folder.resolve("c.jpg"), Path.of("/etc/passwd"));
    var usual = (Source.Folder) Source.parse(folder.toString());
    assertThat(usual).isEqualTo(new Source.Folder(folder, 1));
    assertThat(usual.pictures()).containsExactly(folder.resolve("a.jpg"), folder.resolve("b.PNG"));
    assertThat(Source.parse(folder + "?fps=2.5")).isEqualTo(new Source.Folder(folder, 2.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "NaN", "", "often"})
  void saysWhichRatesAFolderMayHave(String rate) throws Exception {
    Files.createFile(folder.resolve("a.jpg"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Source.parse(folder + "?fps=" + rate))
        .withMessageStartingWith("fps must be 0.01 to 60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp:/user:secret@camera/main",
        "rtsp:user:secret@camera",
        "user:secret@camera/main",
        "rtsp:/user:secret@camera/a://b",
        "rtsp://user:secret@ca mera/main",
        "rtsp://user:secret@/main",
        "rtsp:/user:secret@camera/\0"
      })
  void anAddressThatWasMistypedIsNotRepeated(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Source.parse(text))
        .satisfies(
            it -> {
              var stack = new StringWriter();
              it.printStackTrace(new PrintWriter(stack));
              assertThat(stack.toString()).doesNotContain("secret");
            });
  }

  @Test
  void neverShowsAPassword() {
    assertThat(Source.parse("rtsp://user:secret@camera:554/main?token=secret"))
        .hasToString("rtsp://camera:554");
  }
}
