package io.cleansight.snapshot;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Opens the stores of recordings that are set. */
@AutoConfiguration
@EnableConfigurationProperties({RecordingStoreProperties.class, SnapshotProperties.class})
class RecordingConfiguration {

  @Bean
  Recordings recordings(
      RecordingStoreProperties properties, SnapshotProperties snapshots, Clock clock) {
    var stores = new ArrayList<RecordingFiles>();
    Path path = properties.path();
    if (path != null) {
      stores.add(new VolumeRecordings(path, clock));
    }
    SnapshotProperties.S3 s3 = snapshots.s3();
    boolean inS3 = properties.store() == RecordingStoreProperties.Store.S3;
    if (!s3.bucket().isBlank()) {
      stores.add(new S3Recordings(SnapshotConfiguration.client(s3), s3.bucket()));
    } else if (inS3) {
      throw new IllegalArgumentException(
          "snapshots.s3.bucket is blank, but recordings.store is s3");
    }
    return new Recordings(
        switch (properties.store()) {
          case NONE -> null;
          case VOLUME -> stores.getFirst();
          case S3 -> stores.getLast();
        },
        stores);
  }
}
