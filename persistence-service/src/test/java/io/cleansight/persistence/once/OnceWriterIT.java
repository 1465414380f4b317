package io.cleansight.persistence.once;

import static io.cleansight.persistence.once.HealthRecords.PARTITION;
import static io.cleansight.persistence.once.HealthRecords.batch;
import static io.cleansight.persistence.once.HealthRecords.names;
import static io.cleansight.persistence.once.HealthRecords.record;
import static io.cleansight.persistence.once.HealthRecords.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.record.Letters;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

/** Two processes on one database, each believing what it believes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnceWriterIT {
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
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    writer.write(batch(5, 15), this::insert);
    assertThat(written()).isEqualTo(names(0, 15));
  }

  @Test
  void theSuccessorGoesOnWhereThePredecessorCommitted() {
    process().write(batch(0, 10), this::insert);
    assertThat(process().poll()).isEqualTo(10);
  }

  @Test
  void aProcessThatWasFrozenWritesNothingTwiceWhenItThaws() {
    OneProcess frozen = process();
    frozen.write(batch(0, 10), this::insert);
    OneProcess successor = process();
    successor.write(batch(10, 20), this::insert);
    frozen.write(batch(10, 15), this::insert);
    assertThat(written()).isEqualTo(names(0, 20));
    assertThat(frozen.conflicts()).isEqualTo(1);
    assertThat(successor.conflicts()).isZero();
    assertThat(frozen.poll()).isEqualTo(20);
    frozen.write(batch(10, 15), this::insert);
    successor.write(batch(20, 25), this::insert);
    assertThat(written()).isEqualTo(names(0, 25));
  }

  @Test
  void aDatabaseThatWentBackIsNeverJumpedAheadOf() {
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    goBackTo(5);
    for (int attempt = 0; attempt < 3; attempt++) {
      writer.write(batch(10, 20), this::insert);
      assertThat(writer.seeks()).isPositive();
    }
    assertThat(written()).isEqualTo(names(0, 5));
    assertThat(writer.poll()).isEqualTo(5);
    writer.write(batch(5, 20), this::insert);
    assertThat(writer.seeks()).isZero();
    assertThat(written()).isEqualTo(names(0, 20));
  }

  @Test
  void aDatabaseThatWentBackIsNoticedThoughNothingComes() {
    OneProcess writer = process();
    assertThat(toBeLocated(writer)).isEmpty();
    writer.write(batch(0, 10), this::insert);
    assertThat(toBeLocated(writer)).isEmpty();
    goBackTo(5);
    assertThat(toBeLocated(writer)).containsExactly(PARTITION);
    jdbc().sql("DELETE FROM consumer_position").update();
    assertThat(toBeLocated(writer)).containsExactly(PARTITION);
    writer.revoke();
    assertThat(toBeLocated(writer)).containsExactly(PARTITION);
    writer.assign();
    assertThat(writer.poll()).isZero();
    assertThat(toBeLocated(writer)).isEmpty();
  }

  @Test
  void aPositionThatIsAheadIsNobodysLoss() {
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    process().write(batch(10, 20), this::insert);
    assertThat(toBeLocated(writer)).isEmpty();
  }

  @Test
  void whatIsInDoubtIsSoughtOnceAndRefusedUntilItsConsumerPolls() {
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    goBackTo(5);
    writer.locator().locateDoubtful();
    writer.locator().locateDoubtful();
    assertThat(writer.seeks()).isOne();
    assertThat(toBeLocated(writer)).containsExactly(PARTITION);
    assertThat(writer.poll()).isEqualTo(5);
    assertThat(toBeLocated(writer)).isEmpty();
    writer.write(batch(5, 10), this::insert);
    assertThat(written()).isEqualTo(names(0, 10));
  }

  @Test
  void whereNothingIsWrittenTheConsumerReadsFromTheBeginning() {
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    forget();
    writer.locator().locateDoubtful();
    assertThat(writer.poll()).isZero();
    writer.write(batch(0, 10), this::insert);
    assertThat(written()).isEqualTo(names(0, 10));
  }

  @Test
  void whatWasTakenAwayIsNeitherSoughtNorWritten() {
    OneProcess writer = process();
    writer.revoke();
    writer.locator().locateDoubtful();
    writer.write(batch(0, 10), this::insert);
    assertThat(writer.seeks()).isZero();
    assertThat(written()).isEmpty();
    writer.assign();
    writer.write(batch(0, 5), this::insert);
    assertThat(written()).isEqualTo(names(0, 5));
  }

  @Test
  void aBatchThatFailedBeforeItsTransactionIsRefusedIfItsPartitionIsLocatedMeanwhile() {
    OneProcess writer = process();
    writer.write(batch(0, 10), this::insert);
    var inHand = batch(10, 20);
    assertThatThrownBy(() -> writer.write(inHand, OnceWriterIT::fail, this::insert))
        .hasMessage("the database went away");
    goBackTo(5);
    writer.assign();
    writer.write(inHand, this::insert);
    assertThat(written()).isEqualTo(names(0, 5));
    assertThat(writer.poll()).isEqualTo(5);
  }

  private static void fail(SortedBatch sorted) {
    throw new IllegalStateException("the database went away");
  }

  private static Set<TopicPartition> toBeLocated(OneProcess writer) {
    return writer.locator().toBeLocated(Set.of(PARTITION));
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

  @Test
  void aBadRecordWhoseBatchFailsSixtyTimesLeavesOneLetter() {
    OneProcess writer = process();
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
    OneProcess writer = process();
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
    OneProcess writer = process();
    var batch = new ArrayList<>(batch(0, 10));
    batch.set(4, record(4, "bad"));
    writer.write(batch, this::insert);
    assertThat(written()).hasSize(9).doesNotContain("camera-4", "bad");
    assertThat(process().poll()).isEqualTo(10);
  }

  @Test
  void oneThatIsFrozenWithinItsTransactionIsEndedByItsSuccessor() throws Exception {
    process().write(batch(0, 10), this::insert);
    String url = bean(DataSourceProperties.class).determineUrl();
    try (Connection frozen = DriverManager.getConnection(url)) {
      frozen.setAutoCommit(false);
      frozen.createStatement().execute("UPDATE consumer_position SET next_offset = 15");
      OneProcess successor = process();
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

  private OneProcess process() {
    return new OneProcess(Objects.requireNonNull(started), PARTITION);
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
