package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
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
  private static final Duration PATIENCE = TestStack.PATIENCE;
  private static final Duration SESSION = Duration.ofSeconds(6);

  @TempDir static Path folder;

  private final Random random = new Random(20261123);
  private @Nullable TestStack stack;

  @BeforeAll
  void start() throws Exception {
    stack = new TestStack(folder, 7);
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void killedAtRandomAndRightAfterACommitItLosesAndDoublesNothing() throws Exception {
    int portion = FRAMES / (KILLS + 1);
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServiceJvm keeper = keeper("kill-" + kill)) {
        long before = stack().frames();
        stack().traffic().send(portion);
        long wanted = before + random.nextInt(portion / 2);
        await().atMost(PATIENCE).until(() -> stack().frames() > wanted);
        keeper.kill();
      }
    }
    stack().traffic().send(FRAMES - KILLS * portion);
    try (ServiceJvm keeper = Keeper.thatHalts(stack().log("halted"), settings(), 3)) {
      assertThat(keeper.awaitEnd(PATIENCE)).isEqualTo(9);
    }
    try (ServiceJvm keeper = keeper("after-kills")) {
      stack().awaitAllWritten(keeper);
    }
    stack().assertEqualsRecount();
  }

  @Test
  @Order(2)
  void oneThatWasFrozenPastItsSessionChangesNothingWhenItThaws() throws Exception {
    try (ServiceJvm frozen = keeper("frozen")) {
      stack().traffic().send(FRAMES / 10);
      stack().awaitAllWritten(frozen);
      try (ServiceJvm other = keeper("other")) {
        awaitTwoInstances();
        stack().traffic().send(FRAMES / 5);
        frozen.freeze();
        Instant thawing = Instant.now().plus(SESSION.multipliedBy(2));
        stack().awaitAllWritten(other);
        stack().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(thawing));
        frozen.thaw();
        stack().traffic().send(FRAMES / 10);
        stack().awaitAllWritten(other);
        assertThat(frozen.isAlive()).isTrue();
      }
    }
    stack().assertEqualsRecount();
  }

  @Test
  @Order(3)
  void aDatabaseThatIsCutOffUnderLoadIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("cut-off")) {
      for (int stop = 0; stop < STOPS; stop++) {
        long before = stack().frames();
        stack().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> stack().frames() > before);
        stack().database().stopImmediately();
        stack().traffic().send(FRAMES / 10);
        stack().database().startAgain();
        Instant back = Instant.now();
        stack().awaitAllWritten(keeper);
        System.out.println(
            "written " + Duration.between(back, Instant.now()) + " after its return");
      }
    }
    stack().assertEqualsRecount();
    stack().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(4)
  void aDatabaseThatOnlyReadsOrDoesNotAnswerIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("silent")) {
      stack().traffic().send(FRAMES / 10);
      stack().awaitAllWritten(keeper);
      try {
        stack().database().onlyRead(true);
        stack().traffic().send(FRAMES / 10);
        awaitLog("silent", "read-only transaction");
      } finally {
        stack().database().onlyRead(false);
      }
      stack().awaitAllWritten(keeper);
      try {
        stack().database().fallSilent();
        stack().traffic().send(FRAMES / 10);
        awaitLog("silent", "Read timed out");
      } finally {
        // Else it stays stopped, and whoever asks it next waits.
        stack().database().answerAgain();
      }
      Instant back = Instant.now();
      stack().awaitAllWritten(keeper);
      System.out.println("written " + Duration.between(back, Instant.now()) + " after it answers");
    }
    stack().assertEqualsRecount();
    stack().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(5)
  void topicsReadAgainFromTheirBeginningChangeNothing() throws Exception {
    String hash = stack().database().hash();
    for (int again = 0; again < 3; again++) {
      stack().database().execute("TRUNCATE consumer_position");
      try (ServiceJvm keeper = keeper("again-" + again)) {
        stack().awaitAllWritten(keeper);
      }
      assertThat(stack().database().hash()).isEqualTo(hash);
    }
    stack().assertEqualsRecount();
  }

  @Test
  @Order(6)
  void ofTwoSideBySideOneThatIsKilledUnderLoadIsTakenOverFrom() throws Exception {
    try (ServiceJvm survivor = keeper("survivor")) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServiceJvm killed = keeper("killed-" + kill)) {
          awaitTwoInstances();
          long before = stack().frames();
          stack().traffic().send(FRAMES / 5);
          await().atMost(PATIENCE).until(() -> stack().frames() > before);
          killed.kill();
          stack().traffic().send(FRAMES / 10);
        }
        stack().awaitAllWritten(survivor);
      }
    }
    stack().assertEqualsRecount();
    stack().kafka().assertNoDeadLetters();
  }

  private void awaitLog(String name, String text) {
    await().atMost(PATIENCE).until(() -> Files.readString(stack().log(name)).contains(text));
  }

  private ServiceJvm keeper(String name) throws Exception {
    return Keeper.start(stack().log(name), settings());
  }

  private List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + stack().database().url(),
        "--spring.kafka.bootstrap-servers=" + stack().kafka().bootstrapServers(),
        "--persistence.activity-threads=" + THREADS,
        "--server.port=0");
  }

  private void awaitTwoInstances() {
    try (Admin admin = stack().kafka().admin()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  admin
                      .describeConsumerGroups(List.of(ConsumerGroups.PERSISTENCE_ACTIVITY))
                      .all()
                      .get()
                      .values()
                      .stream()
                      .mapToInt(group -> group.members().size())
                      .sum(),
              members -> members == 2 * THREADS);
    }
  }

  private TestStack stack() {
    if (stack == null) {
      throw new IllegalStateException("not started");
    }
    return stack;
  }
}
