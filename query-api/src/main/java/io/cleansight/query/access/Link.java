package io.cleansight.query.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/**
 * The address that is printed at a start on a laptop: its token opens one session, of whoever comes
 * first. What is kept of it is a hash in a file, which the use removes.
 */
@Component
class Link {
  private final AccessProperties settings;

  Link(AccessProperties settings) {
    this.settings = settings;
  }

  /** Whether that is the token; it never is again. */
  synchronized boolean use(String token) throws IOException {
    Path file = settings.linkFile();
    if (file == null) {
      return false;
    }
    try {
      if (!Secrets.same(Files.readString(file).strip(), Secrets.sha256(token))) {
        return false;
      }
      Files.delete(file);
      return true;
    } catch (NoSuchFileException used) {
      return false;
    }
  }
}
