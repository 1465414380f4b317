package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL whose disk is full is waited for until there is room. Its tables lie in a small file
 * system in memory, which takes root to mount.
 */
class DiskFullIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path LOG = Path.of("target", "record-logs", "disk-full.log");
  private static final int FRAMES = 10_000;

  @TempDir static Path folder;

  private final Path disk = folder.resolve("disk");

  @BeforeEach
  void mount() throws Exception {
    Files.createDirectories(disk);
    Files.createDirectories(LOG.getParent());
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()),
        "only root can mount a small disk");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void nothingIsLostAndNothingIsDeadLettered() throws Exception {
    try (var database = new Database(folder.resolve("postgres"), Ports.anyFree());
        var kafka = new Broker(folder.resolve("kafka"));
        var traffic = new Traffic(kafka.bootstrapServers(), 11)) {
      Path tables = Files.createDirectory(disk.resolve("tables"));
      database.execute("CREATE TABLESPACE small LOCATION '" + tables + "'");
      database.execute("ALTER DATABASE cleansight SET default_tablespace = 'small'");
      try (ServiceJvm keeper = keeper(database, kafka)) {
        traffic.send(100);
        await().atMost(PATIENCE).until(() -> frames(database) == 100);
        Path filler = fillUp();
        traffic.send(FRAMES - 100);
        await()
            .atMost(PATIENCE)
            .until(() -> Files.readString(LOG).contains("No space left on device"));
        assertThat(frames(database)).isLessThan(FRAMES);
        assertThat(keeper.isAlive()).isTrue();
        Files.delete(filler);
        await().atMost(PATIENCE).until(() -> frames(database) == FRAMES);
      }
      assertThat(database.number("SELECT count(*) FROM detection_records")).isEqualTo(FRAMES);
      kafka.assertNoDeadLetters();
    }
  }

  private static ServiceJvm keeper(Database database, Broker kafka) throws IOException {
    return Keeper.start(
        LOG,
        List.of(
            "--spring.datasource.url=" + database.url(),
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--persistence.save.strategy=all",
            "--server.port=0"));
  }

  /** Leaves not a byte. */
  private Path fillUp() throws IOException {
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      var block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return filler;
  }

  private static long frames(Database database) {
    try {
      return database.number(
          "SELECT COALESCE(sum(total_frames), 0)::bigint FROM statistics_hourly");
    } catch (SQLException notThereYet) {
      return 0;
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
