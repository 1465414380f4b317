package io.cleansight.snapshot;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code snapshots}.
 *
 * @param store where new pictures go
 * @param s3 the bucket; needed where pictures are or were in S3. Logins come as the AWS SDK finds
 *     them: {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, a role of the pod, …
 */
@ConfigurationProperties("snapshots")
record SnapshotProperties(@DefaultValue("postgresql") Store store, @DefaultValue S3 s3) {

  enum Store {
    POSTGRESQL,
    S3
  }

  /**
   * @param endpoint of a store that is not Amazon's; null: Amazon's own
   * @param region as the store calls it; those that have none take any
   * @param bucket it must be there
   * @param pathStyle whether the bucket's name is in the path, as most stores but Amazon's want it
   */
  record S3(
      @Nullable URI endpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("") String bucket,
      @DefaultValue("true") boolean pathStyle) {}

  SnapshotProperties {
    if (store == Store.S3 && s3.bucket().isBlank()) {
      throw new IllegalArgumentException("snapshots.s3.bucket is blank, but snapshots.store is s3");
    }
  }
}
