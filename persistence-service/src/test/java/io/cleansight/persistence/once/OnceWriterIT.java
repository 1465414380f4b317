package io.cleansight.persistence.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.Started;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
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
    started = Started.in(folder, "--spring.kafka.listener.auto-startup=false");
    jdbc().sql("CREATE TABLE written (name text NOT NULL CHECK (name <> 'bad'))").update();
  }

  @BeforeEach
  void forget() {
    jdbc().sql("TRUNCATE written, consumer_position").update();
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
    assertThat(process().locate(PARTITION)).isEqualTo(OptionalLong.of(10));
  }

  @Test
  void aProcessThatWasFrozenWritesNothingTwiceWhenItThaws() {
    OnceWriter frozen = process();
    frozen.write(batch(0, 10), this::insert);
    OnceWriter successor = process();
    successor.write(batch(10, 20), this::insert);
    assertThatIllegalStateException().isThrownBy(() -> frozen.write(batch(10, 15), this::insert));
    assertThat(written()).isEqualTo(names(0, 20));
    frozen.write(batch(10, 15), this::insert); // its listener tries again, and passes over
    successor.write(batch(20, 25), this::insert);
    assertThat(written()).isEqualTo(names(0, 25));
  }

  @Test
  void rowsThatFailLeaveThePositionWhereItWas() {
    OnceWriter writer = process();
    assertThatThrownBy(
            () ->
                writer.write(
                    batch(0, 10),
                    inbox -> {
                      insert(inbox);
                      throw new IllegalStateException("the database went away");
                    }))
        .hasMessage("the database went away");
    assertThat(written()).isEmpty();
    writer.write(batch(0, 10), this::insert);
    assertThat(written()).isEqualTo(names(0, 10));
  }

  @Test
  void aRowThatCanNeverBeWrittenIsPutAsideAloneAndItsNeighboursFlow() {
    OnceWriter writer = process();
    var batch = new ArrayList<>(batch(0, 10));
    batch.set(4, record(4, "bad"));
    writer.write(batch, this::insert);
    assertThat(written()).hasSize(9).doesNotContain("camera-4", "bad");
    assertThat(process().locate(PARTITION)).isEqualTo(OptionalLong.of(10));
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
            bean(ReplayedLetters.class),
            bean(TransactionTemplate.class),
            template(),
            bean(KafkaAdmin.class),
            new SimpleMeterRegistry());
    writer.locate(PARTITION);
    return writer;
  }

  private void insert(Inbox inbox) {
    for (var letter : inbox.letters()) {
      jdbc()
          .sql("INSERT INTO written VALUES (:name)")
          .param("name", ((CameraHealth) letter.event()).getCameraId())
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

  @SuppressWarnings("unchecked") // Spring keeps one template, of this very kind
  private KafkaTemplate<String, Object> template() {
    return bean(KafkaTemplate.class);
  }

  private <T> T bean(Class<T> type) {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started.bean(type);
  }
}
