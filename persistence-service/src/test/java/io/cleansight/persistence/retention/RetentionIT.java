package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.persistence.Started;
import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** Records kept 30 days, pictures 60 days and 10,000 bytes in all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionIT {
  private static final int ROWS = 1000;

  @TempDir static Path folder;

  private final LocalDate today = LocalDate.now(UTC);
  private final LocalDate old = today.minusDays(40);
  private final LocalDate recent = today.minusDays(20);
  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    started =
        Started.in(
            folder,
            "--spring.kafka.listener.auto-startup=false",
            "--persistence.retention.records=30d",
            "--persistence.retention.archive=" + archive(),
            "--persistence.retention.evidence=60d",
            "--persistence.retention.evidence-size=10000B");
  }

  @AfterAll
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @BeforeEach
  void twoDaysOfRecords() throws IOException {
    FileSystemUtils.deleteRecursively(archive());
    jdbc()
        .sql(
            "TRUNCATE violation_events, violation_snapshots, snapshot_pictures, archived_days, detection_records")
        .update();
    for (LocalDate day : List.of(old, recent)) {
      bean(DayPartitions.class).make(List.of(day));
      frames(day, 1, ROWS);
    }
  }

  @Test
  void anOldDayIsArchivedAndDroppedAndCanBeRestored() throws Exception {
    String hash = hashOf(old);
    retention().letGo();
    assertThat(rowsOf(old)).isZero();
    assertThat(rowsOf(recent)).isEqualTo(ROWS);
    assertThat(fileOf(old)).isNotEmptyFile();

    assertThat(retention().putBack(fileOf(old))).contains(old.toString(), Integer.toString(ROWS));
    assertThat(hashOf(old)).isEqualTo(hash);

    // What was restored stays for a while.
    retention().letGo();
    assertThat(rowsOf(old)).isEqualTo(ROWS);
  }

  @Test
  void aDayThatGrewWhileItWasArchivedStays() {
    var transaction = new TransactionTemplate(bean(PlatformTransactionManager.class));
    CompletableFuture<Void> letting =
        transaction.execute(
            _ -> {
              frames(old, ROWS + 1, ROWS + 1);
              var started = CompletableFuture.runAsync(retention()::letGo);
              await().pollInterval(Duration.ofMillis(20)).until(this::archiverWaits);
              return started;
            });
    assertThatThrownBy(letting::join)
        .hasMessageContaining("has %d rows, but %d were archived; it stays", ROWS + 1, ROWS);
    assertThat(rowsOf(old)).isEqualTo(ROWS + 1);
    retention().letGo();
    assertThat(rowsOf(old)).isZero();
  }

  private boolean archiverWaits() {
    return jdbc()
        .sql(
            "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = CAST(:table AS regclass)")
        .param("table", DayPartitions.nameOf(old))
        .query(Boolean.class)
        .single();
  }

  @Test
  void aFileThatIsNotWhatItsManifestSaysIsNotRestored() throws Exception {
    retention().letGo();
    byte[] bytes = Files.readAllBytes(fileOf(old));
    bytes[bytes.length / 2] ^= 1;
    Files.write(fileOf(old), bytes);
    assertThatThrownBy(() -> retention().putBack(fileOf(old)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SHA-256");
    assertThat(rowsOf(old)).isZero();
  }

  @Test
  void aFileIsNotRestoredOverRowsThatAreThere() throws Exception {
    retention().letGo();
    retention().putBack(fileOf(old));
    assertThatThrownBy(() -> retention().putBack(fileOf(old)))
        .hasMessageContaining(ROWS + " rows already");
    assertThat(rowsOf(old)).isEqualTo(ROWS);
  }

  @Test
  void theRecordsAndThePictureOfAViolationThatIsHeldStay() {
    UUID held = violation(old, 100, true);
    retention().letGo();
    assertThat(rowsOf(old)).isEqualTo(ROWS);
    assertThat(stateOf(held)).isEqualTo("present");
  }

  @Test
  void picturesGoByAgeAndByTheSizeOfAll() {
    UUID tooOld = violation(today.minusDays(61), 100, false);
    UUID heldAndTooOld = violation(today.minusDays(62), 100, true);
    UUID overTheSize = violation(today.minusDays(3), 6000, false);
    UUID newer = violation(today.minusDays(2), 6000, false);
    UUID newest = violation(today.minusDays(1), 3000, false);
    assertThat(retention().wouldGo())
        .anyMatch(line -> line.contains(tooOld.toString()))
        .anyMatch(line -> line.contains("records of " + old + ": " + ROWS + " rows"))
        .anyMatch(line -> line.startsWith("2 pictures, 6100 bytes"));
    assertThat(stateOf(tooOld)).isEqualTo("present");
    retention().letGo();
    assertThat(stateOf(tooOld)).isEqualTo("expired");
    assertThat(stateOf(overTheSize)).isEqualTo("expired");
    assertThat(stateOf(heldAndTooOld)).isEqualTo("present");
    assertThat(stateOf(newer)).isEqualTo("present");
    assertThat(stateOf(newest)).isEqualTo("present");
    assertThat(bean(Snapshots.class).current().get(tooOld + ".jpg")).isEmpty();
    assertThat(bean(Snapshots.class).current().get(newest + ".jpg")).isPresent();
    assertThat(retention().wouldGo()).isEmpty();
  }

  @Test
  void recordsMayOnlyGoUnarchivedWhereThatIsSaid() {
    assertThatThrownBy(
            () ->
                new RetentionProperties(
                    Duration.ofDays(30),
                    null,
                    false,
                    Duration.ofDays(7),
                    Duration.ZERO,
                    DataSize.ofBytes(0)))
        .hasMessageContaining("persistence.retention.archive");
  }

  private void frames(LocalDate day, int first, int last) {
    jdbc()
        .sql(
            """
            INSERT INTO detection_records
              (id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events,
               sanitize_events, person_detections, hairnet_results, handwash_results, sanitize_results,
               processing_time, fps)
            SELECT gen_random_uuid(), 'line "1", the ' || n, :start + n * interval '1 minute', n, 1, 0, 0, 0,
                   '[{"track_id": 1}]', '[]', '[]', '[]', 0.1, 5
            FROM generate_series(:first, :last) AS n
            """)
        .param("start", day.atStartOfDay().atOffset(UTC))
        .param("first", first)
        .param("last", last)
        .update();
  }

  private UUID violation(LocalDate day, int bytes, boolean held) {
    var id = UUID.randomUUID();
    Instant at = day.atTime(12, 0).toInstant(UTC);
    bean(Snapshots.class).current().put(id + ".jpg", new byte[bytes]);
    jdbc()
        .sql(
            """
            INSERT INTO violation_snapshots (violation_id, state, captured_at, path, store, sha256, bytes)
            VALUES (:id, 'present', :at, :path, 'postgresql', '00', :bytes)
            """)
        .param("id", id)
        .param("at", at.atOffset(UTC))
        .param("path", id + ".jpg")
        .param("bytes", bytes)
        .update();
    jdbc()
        .sql(
            """
            INSERT INTO violation_events
              (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, legal_hold,
               snapshot_state, snapshot_path)
            VALUES (:id, :id, 'line-1', :at, 'no_hairnet', 1, 0.9, '{}', 'for the test', :held, 'present', :path)
            """)
        .param("id", id)
        .param("at", at.atOffset(UTC))
        .param("held", held)
        .param("path", id + ".jpg")
        .update();
    return id;
  }

  private String stateOf(UUID violation) {
    return jdbc()
        .sql(
            """
            SELECT v.snapshot_state FROM violation_events v
            JOIN violation_snapshots s ON s.violation_id = v.id AND s.state = v.snapshot_state WHERE v.id = :id
            """)
        .param("id", violation)
        .query(String.class)
        .single();
  }

  private static Path archive() {
    return folder.resolve("archive");
  }

  private static Path fileOf(LocalDate day) {
    return archive().resolve("detection_records-" + day + ".csv.gz");
  }

  private long rowsOf(LocalDate day) {
    return between(
        "SELECT count(*) FROM detection_records WHERE timestamp >= :from AND timestamp < :to",
        day,
        Long.class);
  }

  private String hashOf(LocalDate day) {
    return between(
        """
        SELECT md5(string_agg(r::text, '' ORDER BY id)) FROM detection_records r
        WHERE timestamp >= :from AND timestamp < :to
        """,
        day,
        String.class);
  }

  private <T> T between(String sql, LocalDate day, Class<T> type) {
    return jdbc()
        .sql(sql)
        .param("from", day.atStartOfDay().atOffset(UTC))
        .param("to", day.plusDays(1).atStartOfDay().atOffset(UTC))
        .query(type)
        .single();
  }

  private Retention retention() {
    return bean(Retention.class);
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
