package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.messaging.deadletter.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every segment of a recorded camera is in one file, over kills, and nobody waits for the files.
 */
class RecordingIT {
  private static final List<String> RECORDED = List.of("cam-1", "cam-2");

  @TempDir Path folder;

  @Test
  void everySegmentIsInOneFileOverKills() throws Exception {
    try (var stack = new TestStack(folder, 31);
        var video = new SegmentTraffic(stack.kafka().bootstrapServers())) {
      RECORDED.forEach(camera -> video.camera(camera, true));
      video.camera("cam-3", false);
      send(video, 0, 50);
      try (ServiceJvm killed =
          Keeper.start(
              stack.log("recording-halted"), HaltBeforeIndex.class, settings(stack, volume()))) {
        assertThat(killed.awaitEnd(TestStack.PATIENCE)).isEqualTo(9);
      }
      assertThat(filesOn(volume())).isNotEmpty();
      for (int round = 1; round < 3; round++) {
        try (ServiceJvm killed = service(stack, "recording-" + round)) {
          int sent = 50 * round;
          send(video, sent, sent + 50);
          long before = recorded(stack);
          await().atMost(TestStack.PATIENCE).until(() -> recorded(stack) > before);
          killed.kill();
        }
      }
      try (ServiceJvm _ = service(stack, "recording-last")) {
        await().atMost(TestStack.PATIENCE).until(() -> recorded(stack) == 300);
        assertThat(stack.number("SELECT count(*) FROM recordings WHERE camera_id = 'cam-3'"))
            .isZero();
        assertFiles(stack);
      }
    }
  }

  /** Each row's file holds just what it says; what else is there is on its way out. */
  private void assertFiles(TestStack stack) throws Exception {
    var known = new ArrayList<Path>();
    for (String camera : RECORDED) {
      long next = 0;
      for (String row :
          stack.rows(
              "SELECT first_sequence, last_sequence, path, sha256 FROM recordings WHERE camera_id = '%s' ORDER BY first_sequence"
                  .formatted(camera))) {
        String[] columns = row.split(" ", -1);
        long last = Long.parseLong(columns[1]);
        assertThat(Long.parseLong(columns[0])).isEqualTo(next);
        Path file = volume().resolve(columns[2]);
        assertThat(file).hasBinaryContent(video(camera, next, last));
        assertThat(DeadLetter.sha256(Files.readAllBytes(file))).isEqualTo(columns[3]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        known.add(file);
        next = last + 1;
      }
      assertThat(next).isEqualTo(150);
    }
    var leaving = stack.rows("SELECT path FROM leaving_recordings").stream().map(volume()::resolve);
    assertThat(Stream.concat(known.stream(), leaving)).containsAll(filesOn(volume()));
  }

  private static byte[] video(String camera, long first, long last) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SegmentTraffic.init(1));
    LongStream.rangeClosed(first, last)
        .forEach(it -> bytes.writeBytes(SegmentTraffic.fragment(camera, it)));
    return bytes.toByteArray();
  }

  @Test
  void aStoreThatIsFullHoldsUpRecordingsAlone() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "only root can mount a small disk");
    try (var stack = new TestStack(folder, 37);
        var video = new SegmentTraffic(stack.kafka().bootstrapServers())) {
      video.camera("cam-1", true);
      Path log = stack.log("recording-full");
      try (ServiceJvm service = Keeper.start(log, settings(stack, disk))) {
        send(video, 0, 100); // 2 MB
        await().atMost(TestStack.PATIENCE).until(() -> Files.readString(log).contains("No space"));
        stack.traffic().send(160);
        stack.awaitAllWritten(service);
        assertThat(recorded(stack)).isLessThan(100);
        assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
        await().atMost(TestStack.PATIENCE).until(() -> recorded(stack) == 100);
      }
      stack.assertEqualsRecount();
      stack.kafka().assertNoDeadLetters();
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void whereNoCameraIsRecordedNothingIsFetched() throws Exception {
    try (var stack = new TestStack(folder, 41);
        var video = new SegmentTraffic(stack.kafka().bootstrapServers())) {
      video.camera("cam-1", false);
      send(video, 0, 10);
      try (ServiceJvm service = service(stack, "recording-nobody")) {
        stack.traffic().send(160);
        stack.awaitAllWritten(service);
        await()
            .atMost(TestStack.PATIENCE)
            .until(() -> stack.number("SELECT count(*) FROM cameras") == 1);
        assertThat(positions(stack)).isZero();
        video.camera("cam-1", true);
        await().atMost(TestStack.PATIENCE).until(() -> recorded(stack) == 10);
        assertThat(positions(stack)).isPositive();
      }
    }
  }

  private static long positions(TestStack stack) throws SQLException {
    return stack.number(
        "SELECT count(*) FROM consumer_position WHERE topic = '%s'".formatted(Topics.SEGMENTS));
  }

  private static void send(SegmentTraffic video, long from, long to) {
    for (long sequence = from; sequence < to; sequence++) {
      for (String camera : List.of("cam-1", "cam-2", "cam-3")) {
        video.send(camera, sequence);
      }
    }
    video.flush();
  }

  /** Segments in the index. */
  private static long recorded(TestStack stack) {
    try {
      return stack.number("SELECT COALESCE(sum(jsonb_array_length(fragments)), 0) FROM recordings");
    } catch (SQLException notThereYet) {
      return 0;
    }
  }

  private Path volume() {
    return folder.resolve("volume");
  }

  private static List<Path> filesOn(Path volume) throws IOException {
    try (Stream<Path> files = Files.walk(volume.resolve("recordings"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private ServiceJvm service(TestStack stack, String name) throws IOException {
    return Keeper.start(stack.log(name), settings(stack, volume()));
  }

  private static List<String> settings(TestStack stack, Path volume) {
    return List.of(
        "--spring.datasource.url=" + stack.database().url(),
        "--spring.kafka.bootstrap-servers=" + stack.kafka().bootstrapServers(),
        "--recordings.store=volume",
        "--recordings.path=" + volume,
        "--persistence.recordings.length=2s",
        "--persistence.recordings.look-every=200ms",
        "--server.port=0");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
