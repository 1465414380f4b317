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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that has lost its latest commits gets them again: what it says of its own position
 * holds, whatever a process remembers of a better past.
 */
@Tag("long")
class FailoverIT {
  private static final int FRAMES = 4_000;

  @TempDir Path folder;

  private @Nullable TestStack stack;

  @BeforeEach
  void start() throws Exception {
    stack = new TestStack(folder, 13);
  }

  @AfterEach
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void aDatabaseRestoredUnderLoadGetsWhatItHasLost() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored", stack().database().url())) {
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
      stack().database().backUp(backup);
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
      stack().database().restore(backup);
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
    }
    stack().assertEqualsRecount();
    stack().kafka().assertNoDeadLetters();
  }

  @Test
  void aDatabaseRestoredWhileNothingComesGetsWhatItHasLost() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored-idle", stack().database().url())) {
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
      stack().database().backUp(backup);
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
      stack().database().restore(backup);
      stack().awaitAllWritten(service);
    }
    stack().assertEqualsRecount();
  }

  @Test
  void aDatabaseRestoredFromBeforeItsFirstBatchIsWrittenFromTheBeginning() throws Exception {
    Path backup = folder.resolve("backup");
    try (ServiceJvm service = service("restored-empty", stack().database().url())) {
      await()
          .atMost(TestStack.PATIENCE)
          .until(
              () ->
                  Files.readString(stack().log("restored-empty"))
                      .contains("Started PersistenceApplication"));
      stack().database().backUp(backup);
      assertThat(stack().rows("SELECT topic FROM consumer_position")).isEmpty();
      stack().traffic().send(FRAMES);
      stack().awaitAllWritten(service);
      stack().database().restore(backup);
      stack().traffic().send(16);
      stack().awaitAllWritten(service);
    }
    stack().assertEqualsRecount();
    stack().kafka().assertNoDeadLetters();
  }

  @Test
  void failoverToAStandbyThatLagsLosesNothing() throws Exception {
    try (StandbyPostgres standby = stack().database().standby(folder.resolve("standby"))) {
      String both =
          "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/cleansight?user=postgres&targetServerType=primary"
              .formatted(stack().database().port(), standby.port());
      try (ServiceJvm service = service("failed-over", both)) {
        stack().traffic().send(FRAMES);
        stack().awaitAllWritten(service);
        awaitCaughtUp(standby);
        standby.stopReceiving();
        await()
            .atMost(TestStack.PATIENCE)
            .until(() -> stack().number("SELECT count(*) FROM pg_stat_replication") == 0);
        stack().traffic().send(FRAMES);
        stack().awaitAllWritten(service);
        stack().traffic().send(FRAMES);
        stack().database().stopImmediately();
        standby.promote();
        stack().lookAt(standby.ownerUrl());
        assertThat(stack().frames()).isEqualTo(FRAMES);
        stack().awaitAllWritten(service);
      }
      stack().assertEqualsRecount();
      stack().kafka().assertNoDeadLetters();
    }
  }

  private void awaitCaughtUp(StandbyPostgres standby) {
    await()
        .atMost(TestStack.PATIENCE)
        .until(
            () ->
                stack().frames()
                    == Long.parseLong(
                        Database.rows(
                                standby.ownerUrl(),
                                "SELECT COALESCE(sum(total_frames), 0)::bigint FROM statistics_hourly")
                            .getFirst()));
  }

  private ServiceJvm service(String name, String url) throws Exception {
    return Keeper.start(
        stack().log(name),
        List.of(
            "--spring.datasource.url=" + url,
            "--spring.kafka.bootstrap-servers=" + stack().kafka().bootstrapServers(),
            "--server.port=0"));
  }

  private TestStack stack() {
    if (stack == null) {
      throw new IllegalStateException("not started");
    }
    return stack;
  }
}
