package io.cleansight.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeRecordingsTest extends RecordingFilesContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  @Override
  RecordingFiles files() {
    return new VolumeRecordings(folder.resolve("kept"), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void noPathLeadsOutOfItsFolder() {
    Stream.of("../out.mp4", "a/../../out.mp4", "/etc/passwd", "a//b", "a/.drafts/b", "", "a\u0000b")
        .forEach(
            path ->
                assertThatIllegalArgumentException()
                    .as(path)
                    .isThrownBy(() -> files().read(path, 0, 1))
                    .withMessageContaining("no path of a recording"));
  }

  @Test
  void foldersAreTheOwnersAndGoWhenTheyAreEmpty() throws Exception {
    files().keep("recordings/line-1/a.mp4", draft("a"));
    Path line = folder.resolve("kept/recordings/line-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(line)))
        .isEqualTo("rwx------");
    files().remove("recordings/line-1/a.mp4");
    assertThat(line).doesNotExist();
    assertThat(folder.resolve("kept")).isDirectory();
  }

  @Test
  void aFileThatWasMovedByAnEarlierCallIsKept() throws Exception {
    Path draft = draft("a");
    files().keep("recordings/a.mp4", draft);
    files().keep("recordings/a.mp4", draft);
    assertThat(folder.resolve("kept/recordings/a.mp4")).hasContent("a");
  }

  @Test
  void draftsThatWereLeftBehindGo() throws Exception {
    Path left = draft("old");
    Path fresh = draft("new");
    Files.setLastModifiedTime(left, FileTime.from(NOW.minusSeconds(3601)));
    Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(3599)));
    files().tidy();
    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
  }
}
