package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SESSION = Duration.ofSeconds(6);

  /** Kept when the tests have ended, to be looked at. */
  private static final Path LOGS = Path.of("target", "record-logs");

  @TempDir static Path folder;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Random random = new Random(20261123);
  private @Nullable Ground ground;

  /** What the tests stand on. */
  private record Ground(Database database, Broker kafka, Traffic traffic) {}

  @BeforeAll
  void start() throws Exception {
    Files.createDirectories(LOGS);
    var database = new Database(folder.resolve("postgres"), Ports.anyFree());
    parts.add(database);
    var kafka = new Broker(folder.resolve("kafka"));
    parts.add(kafka);
    var traffic = new Traffic(kafka.bootstrapServers(), 7);
    parts.add(traffic);
    ground = new Ground(database, kafka, traffic);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  @Order(1)
  void killedAtRandomAndRightAfterACommitItLosesAndDoublesNothing() throws Exception {
    int portion = FRAMES / (KILLS + 1);
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServiceJvm keeper = keeper("kill-" + kill)) {
        long before = frames();
        ground().traffic().send(portion);
        long wanted = before + random.nextInt(portion / 2);
        await().atMost(PATIENCE).until(() -> frames() > wanted);
        keeper.kill();
      }
    }
    ground().traffic().send(FRAMES - KILLS * portion);
    try (ServiceJvm keeper = Keeper.thatHalts(log("halted"), settings(), 3)) {
      assertThat(keeper.awaitEnd(PATIENCE)).isEqualTo(9);
    }
    try (ServiceJvm keeper = keeper("after-kills")) {
      awaitAllWritten(keeper);
    }
    assertEqualsRecount();
  }

  @Test
  @Order(2)
  void oneThatWasFrozenPastItsSessionChangesNothingWhenItThaws() throws Exception {
    try (ServiceJvm frozen = keeper("frozen")) {
      ground().traffic().send(FRAMES / 10);
      awaitAllWritten(frozen);
      try (ServiceJvm other = keeper("other")) {
        awaitTwoInstances();
        ground().traffic().send(FRAMES / 5);
        frozen.freeze();
        Instant thawing = Instant.now().plus(SESSION.multipliedBy(2));
        awaitAllWritten(other);
        ground().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(thawing));
        frozen.thaw();
        ground().traffic().send(FRAMES / 10);
        awaitAllWritten(other);
        assertThat(frozen.isAlive()).isTrue();
      }
    }
    assertEqualsRecount();
  }

  @Test
  @Order(3)
  void aDatabaseThatIsCutOffUnderLoadIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("cut-off")) {
      for (int stop = 0; stop < STOPS; stop++) {
        long before = frames();
        ground().traffic().send(FRAMES / 10);
        await().atMost(PATIENCE).until(() -> frames() > before);
        ground().database().stopImmediately();
        ground().traffic().send(FRAMES / 10);
        ground().database().startAgain();
        Instant back = Instant.now();
        awaitAllWritten(keeper);
        System.out.println(
            "written " + Duration.between(back, Instant.now()) + " after its return");
      }
    }
    assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(4)
  void aDatabaseThatOnlyReadsOrDoesNotAnswerIsWaitedFor() throws Exception {
    try (ServiceJvm keeper = keeper("silent")) {
      ground().traffic().send(FRAMES / 10);
      awaitAllWritten(keeper);
      ground().database().onlyRead(true);
      ground().traffic().send(FRAMES / 10);
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(log("silent")).contains("read-only transaction"));
      ground().database().onlyRead(false);
      awaitAllWritten(keeper);
      ground().database().fallSilent();
      ground().traffic().send(FRAMES / 10);
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(log("silent")).contains("Read timed out"));
      ground().database().answerAgain();
      Instant back = Instant.now();
      awaitAllWritten(keeper);
      System.out.println("written " + Duration.between(back, Instant.now()) + " after it answers");
    }
    assertEqualsRecount();
    ground().kafka().assertNoDeadLetters();
  }

  @Test
  @Order(5)
  void topicsReadAgainFromTheirBeginningChangeNothing() throws Exception {
    String hash = ground().database().hash();
    for (int again = 0; again < 3; again++) {
      ground().database().execute("TRUNCATE consumer_position");
      try (ServiceJvm keeper = keeper("again-" + again)) {
        awaitAllWritten(keeper);
      }
      assertThat(ground().database().hash()).isEqualTo(hash);
    }
    assertEqualsRecount();
  }

  private ServiceJvm keeper(String name) throws Exception {
    return Keeper.start(log(name), settings());
  }

  private Path log(String name) {
    return LOGS.resolve(name + ".log");
  }

  private List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + ground().database().url(),
        "--spring.kafka.bootstrap-servers=" + ground().kafka().bootstrapServers(),
        "--persistence.activity-threads=" + THREADS,
        "--server.port=0");
  }

  /** The position in the database is the end of every topic that traffic is sent to. */
  private void awaitAllWritten(ServiceJvm keeper) throws Exception {
    Map<TopicPartition, Long> ends =
        ground().kafka().ends(List.of(Topics.ACTIVITY, Topics.VIOLATIONS, Topics.EVIDENCE));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> positions(),
            at ->
                ends.entrySet().stream()
                    .allMatch(
                        end -> end.getValue() == 0 || end.getValue().equals(at.get(end.getKey()))));
    assertThat(keeper.isAlive()).isTrue();
  }

  private Map<TopicPartition, Long> positions() throws SQLException {
    var positions = new HashMap<TopicPartition, Long>();
    for (String row :
        ground().database().rows("SELECT topic, partition, next_offset FROM consumer_position")) {
      String[] columns = row.split(" ", -1);
      positions.put(
          new TopicPartition(columns[0], Integer.parseInt(columns[1])), Long.valueOf(columns[2]));
    }
    return positions;
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

  private long frames() {
    try {
      return ground()
          .database()
          .number("SELECT COALESCE(sum(total_frames), 0)::bigint FROM statistics_hourly");
    } catch (SQLException notThereYet) {
      return 0;
    }
  }

  private void assertEqualsRecount() throws SQLException {
    Recount recount = Recount.of(ground().kafka().bootstrapServers());
    var hours = new TreeMap<String, List<Double>>();
    recount.hours.forEach(
        (hour, sums) -> hours.put(hour, java.util.Arrays.stream(sums).boxed().toList()));
    var written = new TreeMap<String, List<Double>>();
    for (String row :
        ground()
            .database()
            .rows(
                """
                SELECT camera_id, to_char(hour_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       total_frames, total_persons, total_handwash_events, violating_frames, saved_frames,
                       total_violations, processing_time_sum, unknown_verdicts
                FROM statistics_hourly""")) {
      String[] columns = row.split(" ", -1);
      written.put(
          columns[0] + " " + columns[1],
          java.util.Arrays.stream(columns).skip(2).map(Double::valueOf).toList());
    }
    assertThat(written).isEqualTo(hours);
    assertThat(
            ground()
                .database()
                .number("SELECT count(*) FROM hygiene_events WHERE event_type = 'handwash'"))
        .isEqualTo(recount.hours.values().stream().mapToLong(sums -> (long) sums[2]).sum());
    assertThat(ground().database().rows("SELECT id FROM detection_records"))
        .hasSize(recount.savedFrames.size())
        .containsAll(recount.savedFrames);
    assertThat(violations()).isEqualTo(List.copyOf(recount.violations));
    assertThat(
            ground()
                .database()
                .number(
                    """
                    SELECT count(*) FROM violation_events v
                    JOIN violation_snapshots s ON s.violation_id = v.id AND s.state = 'present' AND s.path = v.snapshot_path
                    JOIN snapshot_pictures p ON p.path = s.path
                      AND encode(sha256(p.jpeg), 'hex') = s.sha256 AND length(p.jpeg) = s.bytes
                    WHERE v.snapshot_state = 'present'"""))
        .isEqualTo(recount.violations.size());
    assertThat(
            ground()
                .database()
                .number(
                    "SELECT COALESCE(sum(total_persons), 0)::bigint FROM statistics_zone_hourly"))
        .isPositive();
  }

  private List<String> violations() throws SQLException {
    return ground()
        .database()
        .rows("SELECT id, extract(epoch FROM closed_at) FROM violation_events")
        .stream()
        .map(row -> row.split(" ", -1))
        .map(row -> row[0] + " until " + instant(row[1]))
        .sorted()
        .toList();
  }

  private static Instant instant(String seconds) {
    return Instant.EPOCH.plus(
        new java.math.BigDecimal(seconds).movePointRight(6).longValueExact(), ChronoUnit.MICROS);
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
