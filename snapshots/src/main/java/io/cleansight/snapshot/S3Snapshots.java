package io.cleansight.snapshot;

import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Pictures and clips in a bucket of an S3-compatible store. The bucket must be there. */
final class S3Snapshots implements SnapshotStore {
  static final String NAME = "s3";

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
  public void put(String key, byte[] bytes, String mediaType) {
    s3.putObject(
        request -> request.bucket(bucket).key(key).contentType(mediaType),
        RequestBody.fromBytes(bytes));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return read(request -> request.bucket(bucket).key(key));
  }

  @Override
  public Optional<byte[]> get(String key, long from, int length) {
    String range = "bytes=%d-%d".formatted(from, from + length - 1);
    return read(request -> request.bucket(bucket).key(key).range(range));
  }

  private Optional<byte[]> read(Consumer<GetObjectRequest.Builder> request) {
    try {
      return Optional.of(s3.getObjectAsBytes(request).asByteArray());
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
