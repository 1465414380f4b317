package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.ServiceJvm;
import io.cleansight.embedded.StandbyPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that has lost its latest commits gets them again: what it says of its own position
 * holds, whatever a process remembers of a better past.
 */
class FailoverIT {
  private static final int FRAMES = 4_000;

  @TempDir Path folder;

  private @Nullable Ground ground;

  @BeforeEach
  void start() throws Exception {
    ground = new Ground(folder, 13);
  }

  @AfterEach
  void stop() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  @Test
  void aDatabaseRestoredUnderLoadGetsWhatItHasLost() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored", ground().database().url())) {
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
      ground().database().backUp(backup);
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
      ground().database().restore(backup);
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
    }
    ground().assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  void aDatabaseRestoredWhileNothingComesGetsWhatItHasLost() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored-idle", ground().database().url())) {
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
      ground().database().backUp(backup);
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
      ground().database().restore(backup);
      ground().awaitAllWritten(service);
    }
    ground().assertEqualsRecount();
  }

  @Test
  void aDatabaseRestoredFromBeforeItsFirstBatchIsWrittenFromTheBeginning() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored-empty", ground().database().url())) {
      await()
          .atMost(Ground.PATIENCE)
          .until(
              () ->
                  Files.readString(ground().log("restored-empty"))
                      .contains("Started PersistenceApplication"));
      ground().database().backUp(backup);
      assertThat(ground().rows("SELECT topic FROM consumer_position")).isEmpty();
      ground().traffic().send(FRAMES);
      ground().awaitAllWritten(service);
      ground().database().restore(backup);
      ground().traffic().send(16);
      ground().awaitAllWritten(service);
    }
    ground().assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  void failoverToAStandbyThatLagsLosesNothing() throws Exception {
    try (StandbyPostgres standby = ground().database().standby(folder.resolve("standby"))) {
      String both =
          "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/cleansight?user=postgres&targetServerType=primary"
              .formatted(ground().database().port(), standby.port());
      try (ServiceJvm service = service("failed-over", both)) {
        ground().traffic().send(FRAMES);
        ground().awaitAllWritten(service);
        awaitCaughtUp(standby);
        standby.stopReceiving();
        await()
            .atMost(Ground.PATIENCE)
            .until(() -> ground().number("SELECT count(*) FROM pg_stat_replication") == 0);
        ground().traffic().send(FRAMES);
        ground().awaitAllWritten(service);
        ground().traffic().send(FRAMES);
        ground().database().stopImmediately();
        standby.promote();
        ground().lookAt(standby.ownerUrl());
        assertThat(ground().frames()).isEqualTo(FRAMES);
        ground().awaitAllWritten(service);
      }
      ground().assertEqualsRecount();
      ground().kafka().assertNoDeadLetters();
    }
  }

  private void awaitCaughtUp(StandbyPostgres standby) {
    await()
        .atMost(Ground.PATIENCE)
        .until(
            () ->
                ground().frames()
                    == Long.parseLong(
                        Database.rows(
                                standby.ownerUrl(),
                                "SELECT COALESCE(sum(total_frames), 0)::bigint FROM statistics_hourly")
                            .getFirst()));
  }

  private ServiceJvm service(String name, String url) throws Exception {
    return Keeper.start(
        ground().log(name),
        List.of(
            "--spring.datasource.url=" + url,
            "--spring.kafka.bootstrap-servers=" + ground().kafka().bootstrapServers(),
            "--server.port=0"));
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
