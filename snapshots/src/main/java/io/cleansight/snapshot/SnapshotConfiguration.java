package io.cleansight.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the stores that are set. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(SnapshotProperties.class)
class SnapshotConfiguration {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  @Bean
  Snapshots snapshots(SnapshotProperties properties, JdbcClient jdbc) {
    var stores = new ArrayList<SnapshotStore>();
    stores.add(new PostgresSnapshots(jdbc));
    if (!properties.s3().bucket().isBlank()) {
      stores.add(s3(properties.s3()));
    }
    boolean inS3 = properties.store() == SnapshotProperties.Store.S3;
    return new Snapshots(inS3 ? stores.getLast() : stores.getFirst(), stores);
  }

  static S3Snapshots s3(SnapshotProperties.S3 settings) {
    return new S3Snapshots(client(settings), settings.bucket());
  }

  static S3Client client(SnapshotProperties.S3 settings) {
    var builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }
}
