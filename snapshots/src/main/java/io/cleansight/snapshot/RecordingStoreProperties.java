package io.cleansight.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code recordings}.
 *
 * @param store where new recordings go; the bucket is that of {@link SnapshotProperties}
 * @param path the directory; needed where recordings are or were in one
 */
@ConfigurationProperties("recordings")
record RecordingStoreProperties(@DefaultValue("none") Store store, @Nullable Path path) {

  enum Store {
    /** Nothing is recorded. */
    NONE,
    VOLUME,
    S3
  }

  RecordingStoreProperties {
    if (path != null && path.toString().isBlank()) {
      path = null;
    }
    if (store == Store.VOLUME && path == null) {
      throw new IllegalArgumentException(
          "recordings.path is blank, but recordings.store is volume");
    }
  }
}
