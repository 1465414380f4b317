package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.ServiceJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise: whatever is killed, frozen, stopped or read again, the database says what a recount
 * of the topics says. Every test adds to the same record. Settings: {@code -Drecord.kills=20
 * -Drecord.frames=100000 -Drecord.stops=6} for the long run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordIT {
  private static final int KILLS = Integer.getInteger("record.kills", 3);
  private static final int FRAMES = Integer.getInteger("record.frames", 12_000);
  private static final int STOPS = Integer.getInteger("record.stops", 1);
  private static final int THREADS = 3;
  private static final Duration PATIENCE = Ground.PATIENCE;
  private static final Duration SESSION = Duration.ofSeconds(6);

  @TempDir static Path folder;

  private final Random random = new Random(20261123);
  private @Nullable Ground ground;

  @BeforeAll
  void start() throws Exception {
    ground = new Ground(folder, 7);
  }

  @AfterAll
  void stop() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  @Test
  @Order(1)
  void killedAtRandomAndRightAfterACommitItLosesAndDoublesNothing() throws Exception {
    int portion = FRAMES / (KILLS + 1);
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServiceJvm keeper = keeper("kill-" + kill)) {
        long before = ground().frames();
        ground().traffic().send(portion);
        long wanted = before + random.nextInt(portion / 2);
        await().atMost(PATIENCE).until(() -> ground().frames() > wanted);
        keeper.kill();
      }
    }
    ground().traffic().send(FRAMES - KILLS * portion);
    try (ServiceJvm keeper = Keeper.thatHalts(ground().log("halted"), settings(), 3)) {
      assertThat(keeper.awaitEnd(PATIENCE)).isEqualTo(9);
    }
    try (ServiceJvm keeper = keeper("after-kills")) {
      ground().awaitAllWritten(keeper);
    }
    ground().assertEqualsRecount();
  }

  @Test
  @Order(2)
  void oneThatWasFrozenPastItsSessionChangesNothingWhenItThaws() throws Exception {
    try (ServiceJvm frozen = keeper("frozen")) {
      ground().traffic().send(FRAMES / 10);
      ground().awaitAllWritten(frozen);
      try (ServiceJvm other = keeper("other")) {
        awaitTwoInstances();
        ground().traffic().send(FRAMES / 5);
        frozen.freeze();
        Instant thawing = Instant.now().plus(SESSION.multipliedBy(2));
        ground().awaitAllWritten(other);
        ground().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(thawing));
        frozen.thaw();
        ground().traffic().send(FRAMES / 10);
        ground().awaitAllWritten(other);
        assertThat(frozen.isAlive()).isTrue();
      }
    }
    ground().assertEqualsRecount();
  }

  @Test
  @Order(3)
  void aDatabaseThatIsCutOffUnderLoadIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("cut-off")) {
      for (int stop = 0; stop < STOPS; stop++) {
        long before = ground().frames();
        ground().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> ground().frames() > before);
        ground().database().stopImmediately();
        ground().traffic().send(FRAMES / 10);
        ground().database().startAgain();
        Instant back = Instant.now();
        ground().awaitAllWritten(keeper);
        System.out.println(
            "written " + Duration.between(back, Instant.now()) + " after its return");
      }
    }
    ground().assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(4)
  void aDatabaseThatOnlyReadsOrDoesNotAnswerIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("silent")) {
      ground().traffic().send(FRAMES / 10);
      ground().awaitAllWritten(keeper);
      try {
        ground().database().onlyRead(true);
        ground().traffic().send(FRAMES / 10);
        awaitLog("silent", "read-only transaction");
      } finally {
        ground().database().onlyRead(false);
      }
      ground().awaitAllWritten(keeper);
      try {
        ground().database().fallSilent();
        ground().traffic().send(FRAMES / 10);
        awaitLog("silent", "Read timed out");
      } finally {
        // Else it stays stopped, and whoever asks it next waits.
        ground().database().answerAgain();
      }
      Instant back = Instant.now();
      ground().awaitAllWritten(keeper);
      System.out.println("written " + Duration.between(back, Instant.now()) + " after it answers");
    }
    ground().assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(5)
  void topicsReadAgainFromTheirBeginningChangeNothing() throws Exception {
    String hash = ground().database().hash();
    for (int again = 0; again < 3; again++) {
      ground().database().execute("TRUNCATE consumer_position");
      try (ServiceJvm keeper = keeper("again-" + again)) {
        ground().awaitAllWritten(keeper);
      }
      assertThat(ground().database().hash()).isEqualTo(hash);
    }
    ground().assertEqualsRecount();
  }

  @Test
  @Order(6)
  void ofTwoSideBySideOneThatIsKilledUnderLoadIsTakenOverFrom() throws Exception {
    try (ServiceJvm survivor = keeper("survivor")) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServiceJvm killed = keeper("killed-" + kill)) {
          awaitTwoInstances();
          long before = ground().frames();
          ground().traffic().send(FRAMES / 5);
          await().atMost(PATIENCE).until(() -> ground().frames() > before);
          killed.kill();
          ground().traffic().send(FRAMES / 10);
        }
        ground().awaitAllWritten(survivor);
      }
    }
    ground().assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  private void awaitLog(String name, String text) {
    await().atMost(PATIENCE).until(() -> Files.readString(ground().log(name)).contains(text));
  }

  private ServiceJvm keeper(String name) throws Exception {
    return Keeper.start(ground().log(name), settings());
  }

  private List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + ground().database().url(),
        "--spring.kafka.bootstrap-servers=" + ground().kafka().bootstrapServers(),
        "--persistence.activity-threads=" + THREADS,
        "--server.port=0");
  }

  private void awaitTwoInstances() {
    try (Admin admin = ground().kafka().admin()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  admin
                      .describeConsumerGroups(List.of("persistence-activity"))
                      .all()
                      .get()
                      .values()
                      .stream()
                      .mapToInt(group -> group.members().size())
                      .sum(),
              members -> members == 2 * THREADS);
    }
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
