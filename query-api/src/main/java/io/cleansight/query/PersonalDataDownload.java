package io.cleansight.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.zip.ZipFile;

/**
 * Fetches {@code /api/v1/personal-data.zip} into a file for its owner alone, whole or not at all.
 */
final class PersonalDataDownload {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration FIRST_BYTE = Duration.ofMinutes(5);

  private PersonalDataDownload() {}

  /**
   * Returns once the file is there.
   *
   * @param key of an administrator
   * @throws IOException with what the service says, if it refuses; or if the archive is cut off
   */
  static void into(Path file, URI request, String key) throws IOException, InterruptedException {
    Path draft = draftOf(file);
    try (var http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<Path> answer =
          http.send(
              HttpRequest.newBuilder(request).timeout(FIRST_BYTE).header("X-API-Key", key).build(),
              HttpResponse.BodyHandlers.ofFile(draft));
      if (answer.statusCode() != 200) {
        throw new IOException(
            answer.statusCode() + " " + Files.readString(draft, StandardCharsets.UTF_8));
      }
      checkWhole(draft);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Beside it, so that it can be moved there at once. */
  private static Path draftOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return Files.createTempFile(
        folder,
        ".personal-data",
        ".zip",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void checkWhole(Path archive) throws IOException {
    try (var whole = new ZipFile(archive.toFile())) {
      if (whole.size() == 0) {
        throw new IOException("the archive is empty");
      }
    }
  }
}
