package io.cleansight.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against an S3-compatible server that runs as a process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3RecordingsIT extends RecordingFilesContract {
  private static final Path SERVER = Path.of("target", "s3mock.jar");
  private static final String BUCKET = "video";

  @TempDir static Path folder;

  private @Nullable Process server;
  private @Nullable S3Recordings files;

  @BeforeAll
  void start() throws Exception {
    int port = Ports.anyFree();
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var started =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx256m",
                    "-jar",
                    SERVER.toAbsolutePath().toString(),
                    "--server.port=" + Ports.anyFree(),
                    "--server.address=127.0.0.1",
                    "--http.port=" + port,
                    "--vectors.http.port=" + Ports.anyFree(),
                    "--vectors.https.port=" + Ports.anyFree(),
                    "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                    "--com.adobe.testing.s3mock.store.root=" + folder))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    server = started;
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    var settings =
        new SnapshotProperties.S3(
            URI.create("http://127.0.0.1:" + port), "us-east-1", BUCKET, true);
    var opened = new S3Recordings(SnapshotConfiguration.client(settings), BUCKET);
    files = opened;
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> !started.isAlive() || opened.read("nothing", 0, 1).isEmpty());
    assertThat(started.isAlive()).as("see %s", folder).isTrue();
  }

  @AfterAll
  void stop() throws Exception {
    if (files != null) {
      files.close();
    }
    if (server != null) {
      server.destroy();
      server.waitFor();
    }
  }

  @Override
  RecordingFiles files() {
    if (files == null) {
      throw new IllegalStateException("not started");
    }
    return files;
  }
}
