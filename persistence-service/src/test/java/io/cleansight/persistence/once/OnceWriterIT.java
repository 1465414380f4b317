package io.cleansight.persistence.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.codec.ErrorCode;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.deadletter.DeadLetterPublisher;
import io.cleansight.persistence.record.Letters;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two processes on one database, each believing what it believes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnceWriterIT {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.CAMERA_HEALTH, 2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir static Path folder;

  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    started = Started.asWriter(folder, "--spring.kafka.listener.auto-startup=false");
    started.jdbc().sql("CREATE TABLE written (name text NOT NULL CHECK (name <> 'bad'))").update();
  }

  @BeforeEach
  void forget() {
    Objects.requireNonNull(started).jdbc().sql("TRUNCATE written, consumer_position").update();
  }

  @AfterAll
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void aBatchGivenAgainIsPassedOver() {
    OnceWriter writer = process();
    writer.write(batch(0, 10), this::insert);
    writer.write(batch(5, 15), this::insert);
    assertThat(written()).isEqualTo(names(0, 15));
  }

  @Test
  void theSuccessorGoesOnWhereThePredecessorCommitted() {
    process().write(batch(0, 10), this::insert);
    assertThat(locate(process())).isEqualTo(OptionalLong.of(10));
  }

  @Test
  void aProcessThatWasFrozenWritesNothingTwiceWhenItThaws() {
    OnceWriter frozen = process();
    frozen.write(batch(0, 10), this::insert);
    OnceWriter successor = process();
    successor.write(batch(10, 20), this::insert);
    assertThat(frozen.write(batch(10, 15), this::insert)).containsExactly(PARTITION);
    assertThat(written()).isEqualTo(names(0, 20));
    assertThat(locate(frozen)).isEqualTo(OptionalLong.of(20));
    frozen.write(batch(10, 15), this::insert);
    successor.write(batch(20, 25), this::insert);
    assertThat(written()).isEqualTo(names(0, 25));
  }

  @Test
  void aDatabaseThatWentBackIsNeverJumpedAheadOf() {
    OnceWriter writer = process();
    writer.write(batch(0, 10), this::insert);
    goBackTo(5);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(writer.write(batch(10, 20), this::insert)).containsExactly(PARTITION);
    }
    assertThat(written()).isEqualTo(names(0, 5));
    assertThat(locate(writer)).isEqualTo(OptionalLong.of(5));
    assertThat(writer.write(batch(5, 20), this::insert)).isEmpty();
    assertThat(written()).isEqualTo(names(0, 20));
  }

  @Test
  void aDatabaseThatWentBackIsNoticedThoughNothingComes() {
    OnceWriter writer = process();
    assertThat(writer.toBeLocated(Set.of(PARTITION))).isEmpty();
    writer.write(batch(0, 10), this::insert);
    assertThat(writer.toBeLocated(Set.of(PARTITION))).isEmpty();
    goBackTo(5);
    assertThat(writer.toBeLocated(Set.of(PARTITION))).containsExactly(PARTITION);
    jdbc().sql("DELETE FROM consumer_position").update();
    assertThat(writer.toBeLocated(Set.of(PARTITION))).containsExactly(PARTITION);
    writer.doubt(PARTITION);
    assertThat(writer.toBeLocated(Set.of(PARTITION))).containsExactly(PARTITION);
    assertThat(locate(writer)).isEmpty();
    assertThat(writer.toBeLocated(Set.of(PARTITION))).isEmpty();
  }

  @Test
  void aPositionThatIsAheadIsNobodysLoss() {
    OnceWriter writer = process();
    writer.write(batch(0, 10), this::insert);
    process().write(batch(10, 20), this::insert);
    assertThat(writer.toBeLocated(Set.of(PARTITION))).isEmpty();
  }

  private void goBackTo(long position) {
    jdbc()
        .sql("DELETE FROM written WHERE substring(name FROM 8)::bigint >= :position")
        .param("position", position)
        .update();
    jdbc()
        .sql("UPDATE consumer_position SET next_offset = :position")
        .param("position", position)
        .update();
  }

  /** As a listener does that seeks its consumer there. */
  private static OptionalLong locate(OnceWriter writer) {
    OptionalLong position = writer.find(PARTITION);
    writer.located(PARTITION, position);
    return position;
  }

  @Test
  void aBadRecordWhoseBatchFailsSixtyTimesLeavesOneLetter() {
    OnceWriter writer = process();
    var batch = new ArrayList<>(batch(100, 110));
    batch.set(4, unreadable(104));
    for (int attempt = 0; attempt < 60; attempt++) {
      assertThatThrownBy(
              () ->
                  writer.write(
                      batch,
                      _ -> {
                        throw new IllegalStateException("the database is full");
                      }))
          .hasMessage("the database is full");
    }
    writer.write(batch, this::insert);
    assertThat(written()).hasSize(9);
    assertThat(letters()).hasSize(1);
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> unreadable(long offset) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        "bad",
        new Decoded.Unreadable<>(new byte[3], ErrorCode.MALFORMED, "cut"));
  }

  private List<ConsumerRecord<String, byte[]>> letters() {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return Letters.of(started.bootstrapServers(), PARTITION.topic()).stream()
        .filter(it -> Letters.header(it, "dlt_offset").equals("104"))
        .toList();
  }

  @Test
  void rowsThatFailLeaveThePositionWhereItWas() {
    OnceWriter writer = process();
    assertThatThrownBy(
            () ->
                writer.write(
                    batch(0, 10),
                    sorted -> {
                      insert(sorted);
                      throw new IllegalStateException("the database went away");
                    }))
        .hasMessage("the database went away");
    assertThat(written()).isEmpty();
    writer.write(batch(0, 10), this::insert);
    assertThat(written()).isEqualTo(names(0, 10));
  }

  @Test
  void aRowThatCanNeverBeWrittenIsDeadLetteredAloneAndItsNeighboursFlow() {
    OnceWriter writer = process();
    var batch = new ArrayList<>(batch(0, 10));
    batch.set(4, record(4, "bad"));
    writer.write(batch, this::insert);
    assertThat(written()).hasSize(9).doesNotContain("camera-4", "bad");
    assertThat(locate(process())).isEqualTo(OptionalLong.of(10));
  }

  @Test
  void oneThatIsFrozenWithinItsTransactionIsEndedByItsSuccessor() throws Exception {
    process().write(batch(0, 10), this::insert);
    String url = bean(DataSourceProperties.class).determineUrl();
    try (Connection frozen = DriverManager.getConnection(url)) {
      frozen.setAutoCommit(false);
      frozen.createStatement().execute("UPDATE consumer_position SET next_offset = 15");
      OnceWriter successor = process();
      assertThatThrownBy(() -> successor.write(batch(10, 20), this::insert))
          .isInstanceOf(DataAccessException.class);
      successor.write(batch(10, 20), this::insert);
      assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
    }
    assertThat(written()).isEqualTo(names(0, 20));
  }

  @Test
  void theCheckOfTheTestTableWorks() {
    assertThatThrownBy(() -> jdbc().sql("INSERT INTO written VALUES ('bad')").update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  /** What one process holds in memory, over the shared database; its partition is assigned. */
  private OnceWriter process() {
    var writer =
        new OnceWriter(
            bean(PositionStore.class),
            bean(ReplayedDeadLetters.class),
            bean(TransactionTemplate.class),
            bean(DeadLetterPublisher.class));
    locate(writer);
    return writer;
  }

  private void insert(SortedBatch sorted) {
    for (var consumed : sorted.events()) {
      jdbc()
          .sql("INSERT INTO written VALUES (:name)")
          .param("name", ((CameraHealth) consumed.event()).getCameraId())
          .update();
    }
  }

  private List<String> written() {
    return jdbc()
        .sql("SELECT name FROM written ORDER BY length(name), name")
        .query(String.class)
        .list();
  }

  private static List<String> names(long from, long to) {
    return LongStream.range(from, to).mapToObj(it -> "camera-" + it).toList();
  }

  private static List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(offset -> record(offset, "camera-" + offset))
        .toList();
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> record(
      long offset, String camera) {
    var health =
        CameraHealth.newBuilder()
            .setCameraId(camera)
            .setAt(NOON)
            .setState("online")
            .setSourceKind("live")
            .setEpoch(NOON)
            .setFps(5)
            .setCaptured(1)
            .setPublished(1)
            .setDropped(Map.of())
            .build();
    return new ConsumerRecord<>(
        PARTITION.topic(), PARTITION.partition(), offset, camera, new Decoded.Event<>(health));
  }

  private JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  private <T> T bean(Class<T> type) {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started.bean(type);
  }
}
