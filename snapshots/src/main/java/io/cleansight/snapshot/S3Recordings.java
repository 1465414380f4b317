package io.cleansight.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Recordings in the bucket in which pictures are or may be. Drafts are in a folder for temporary
 * files until they are whole.
 */
final class S3Recordings implements RecordingFiles {
  static final String NAME = "s3";

  private static final String MP4 = "video/mp4";

  private final S3Client s3;
  private final String bucket;
  private @Nullable Path drafts;

  S3Recordings(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized Path drafts() throws IOException {
    Path folder = drafts;
    if (folder == null || !Files.isDirectory(folder)) {
      folder = Files.createTempDirectory("recordings");
      drafts = folder;
    }
    return folder;
  }

  @Override
  public void keep(String path, Path draft) throws IOException {
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(path).contentType(MP4),
          RequestBody.fromFile(draft));
    } catch (SdkException e) {
      throw new IOException("the store of recordings does not take " + path, e);
    }
  }

  @Override
  public Optional<InputStream> read(String path, long offset, long length) throws IOException {
    try {
      String range = "bytes=" + offset + "-" + (offset + length - 1);
      return Optional.of(s3.getObject(request -> request.bucket(bucket).key(path).range(range)));
    } catch (NoSuchKeyException gone) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new IOException("the store of recordings does not give " + path, e);
    }
  }

  @Override
  public void remove(String path) throws IOException {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(path));
    } catch (SdkException e) {
      throw new IOException("the store of recordings does not let go of " + path, e);
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
