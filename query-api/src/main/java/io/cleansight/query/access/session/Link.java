package io.cleansight.query.access.session;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * The address that is printed at a start on a laptop: its token opens one session, of whoever comes
 * first and within {@code query.access.link-length}. What is kept of it is a hash in a file, which
 * the use removes.
 */
@Component
class Link {
  private final AccessProperties settings;
  private final Clock clock;

  Link(AccessProperties settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
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
      Instant over = Files.getLastModifiedTime(file).toInstant().plus(settings.linkLength());
      Files.delete(file);
      return clock.instant().isBefore(over);
    } catch (NoSuchFileException used) {
      return false;
    }
  }
}
