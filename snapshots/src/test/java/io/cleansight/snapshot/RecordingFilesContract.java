package io.cleansight.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of recordings must do. */
abstract class RecordingFilesContract {
  private String path = "";

  abstract RecordingFiles files();

  /** A store may be one for all tests. */
  @BeforeEach
  void anotherPath() {
    path = "recordings/line-1/2026-03-01/" + UUID.randomUUID() + ".mp4";
  }

  @Test
  void keepsAFileAndReadsItsParts() throws Exception {
    files().keep(path, draft("0123456789"));
    assertThat(read(0, 100)).contains("0123456789");
    assertThat(read(3, 4)).contains("3456");
  }

  @Test
  void aFileUnderTheSamePathReplacesTheOneBefore() throws Exception {
    files().keep(path, draft("the first"));
    files().keep(path, draft("another"));
    assertThat(read(0, 100)).contains("another");
  }

  @Test
  void hasNothingUnderAnUnknownPath() throws Exception {
    assertThat(read(0, 10)).isEmpty();
  }

  @Test
  void letsGo() throws Exception {
    files().keep(path, draft("going"));
    files().remove(path);
    assertThat(read(0, 10)).isEmpty();
  }

  @Test
  void lettingGoOfWhatIsNotThereIsNoFault() {
    assertThatCode(() -> files().remove(path)).doesNotThrowAnyException();
  }

  final Path draft(String text) throws IOException {
    Path draft = files().drafts().resolve(UUID.randomUUID().toString());
    return Files.writeString(draft, text, StandardCharsets.US_ASCII);
  }

  private Optional<String> read(long offset, long length) throws IOException {
    var found = files().read(path, offset, length);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (var in = found.get()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }
}
