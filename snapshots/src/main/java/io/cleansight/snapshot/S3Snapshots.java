package io.cleansight.snapshot;

import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Pictures in a bucket of an S3-compatible store. The bucket must be there. */
final class S3Snapshots implements SnapshotStore {
  static final String NAME = "s3";

  private static final String JPEG = "image/jpeg";

  private final S3Client s3;
  private final String bucket;

  S3Snapshots(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void put(String key, byte[] jpeg) {
    s3.putObject(
        request -> request.bucket(bucket).key(key).contentType(JPEG), RequestBody.fromBytes(jpeg));
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray());
    } catch (NoSuchKeyException gone) {
      return Optional.empty();
    }
  }

  @Override
  public void remove(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }

  @Override
  public void close() {
    s3.close();
  }
}
