package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.statistics.Auditor;
import io.cleansight.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/**
 * Records and hygiene events kept 30 days, pictures 60 days and 10,000 bytes in all, violations and
 * alerts 80, the audit 90, archived days 100.
 */
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
        Started.asWriter(
            folder,
            "--spring.kafka.listener.auto-startup=false",
            "--persistence.retention.records=30d",
            "--persistence.retention.archive=" + archive(),
            "--persistence.retention.evidence=60d",
            "--persistence.retention.evidence-size=10000B",
            "--persistence.retention.archived=100d",
            "--persistence.retention.violations=80d",
            "--persistence.retention.hygiene=30d",
            "--persistence.retention.alerts=80d",
            "--persistence.retention.audit=90d");
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
    Objects.requireNonNull(started)
        .jdbc()
        .sql(
            "TRUNCATE visits, violation_events, violation_snapshots, violation_clips, leaving_pictures, snapshot_pictures, archived_days, detection_records, hygiene_events, review_log, alert_history, alert_notifications, silences, statistics_hourly, statistics_quarter_hourly, let_go")
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
  void aClipGoesWithItsPictureAndCountsInTheSizeOfAll() {
    UUID tooOld = violation(today.minusDays(61), 100, false);
    UUID held = violation(today.minusDays(62), 100, true);
    UUID overTheSize = violation(today.minusDays(2), 100, false);
    UUID newest = violation(today.minusDays(1), 100, false);
    for (UUID id : List.of(tooOld, held, newest)) {
      clip(id, 1000);
    }
    clip(overTheSize, 9000);
    assertThat(retention().wouldGo()).anyMatch(line -> line.startsWith("2 pictures, 10600 bytes"));
    retention().letGo();
    for (UUID id : List.of(tooOld, overTheSize)) {
      assertThat(clipOf(id)).isEqualTo("expired -");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  bean(Snapshots.class).current().get(id + ".mp4").isEmpty()
                      && bean(Snapshots.class).current().get(id + ".blurred.mp4").isEmpty());
    }
    for (UUID id : List.of(held, newest)) {
      assertThat(clipOf(id)).isEqualTo("present " + id + ".mp4");
      assertThat(bean(Snapshots.class).current().get(id + ".blurred.mp4")).isPresent();
    }
  }

  /**
   * @param bytes of the clip; the blurred one has 200
   */
  private void clip(UUID violation, int bytes) {
    var store = bean(Snapshots.class).current();
    store.put(violation + ".mp4", new byte[bytes], "video/mp4");
    store.put(violation + ".blurred.mp4", new byte[200], "video/mp4");
    jdbc()
        .sql(
            """
            INSERT INTO violation_clips
              (violation_id, camera_id, state, opened_at, appended_at, from_at, to_at, latest_at, due_at, first_at, last_at,
               codec, store, path, sha256, bytes, blurred_path, blurred_sha256, blurred_bytes)
            SELECT id, camera_id, 'present', timestamp, timestamp, timestamp, timestamp, timestamp, timestamp, timestamp,
                   timestamp, 'avc1', 'postgresql', id || '.mp4', '00', :bytes, id || '.blurred.mp4', '00', 200
            FROM violation_events WHERE id = :id""")
        .param("id", violation)
        .param("bytes", bytes)
        .update();
  }

  private String clipOf(UUID violation) {
    return jdbc()
        .sql(
            "SELECT state || ' ' || COALESCE(path, '-') FROM violation_clips WHERE violation_id = :id")
        .param("id", violation)
        .query(String.class)
        .single();
  }

  @Test
  void everythingWithAPersonInItHasAPeriodAndSumsStay() {
    UUID tooOld = violation(today.minusDays(81), 100, false);
    UUID held = violation(today.minusDays(82), 100, true);
    UUID young = violation(today.minusDays(79), 100, false);
    UUID fromTheFuture = violation(today.plusDays(500), 100, false);
    sql(
        "UPDATE violation_events SET untimely = 'future', created_at = now() - interval '81 days' WHERE id = '%s'"
            .formatted(fromTheFuture));
    for (UUID id : List.of(tooOld, held, young)) {
      decision(id, "violation", "applied", 1);
    }
    decision(UUID.randomUUID(), "violation", "awaiting_target", 81);
    hygiene("line-1", today.minusDays(31));
    hygiene("line-1", today.minusDays(82)); // the day of what is held
    hygiene("line-2", today.minusDays(82));
    hygiene("line-1", today.minusDays(29));
    sql(
        """
        INSERT INTO visits (id, camera_id, timestamp, track_id, begun, judged, zones)
        SELECT gen_random_uuid(), camera, day::date + time '13:00', 1, false, false, '{}'
        FROM (VALUES ('line-1', '%s'), ('line-2', '%s'), ('line-1', '%s')) AS it (camera, day)"""
            .formatted(today.minusDays(82), today.minusDays(82), today.minusDays(29)));
    UUID oldAlert = alert(today.minusDays(81));
    UUID youngAlert = alert(today.minusDays(79));
    sql(
        """
        INSERT INTO silences (id, kind, comment, camera_ids, labels, rule_ids, starts_at, ends_at, created_by, set_at, set_offset)
        SELECT gen_random_uuid(), 'silence', '', '[]', '[]', '[]', now() - interval '90 days', now() - n * interval '1 day', 'mei', now(), 0
        FROM (VALUES (81), (79)) AS it (n)""");
    sql(
        """
        INSERT INTO statistics_hourly (camera_id, hour_start, total_violations, total_hairnet_violations)
        SELECT camera_id, date_trunc('hour', timestamp), 1, 1 FROM violation_events WHERE untimely IS NULL""");
    sql(
        """
        INSERT INTO statistics_quarter_hourly (camera_id, quarter_start, total_violations, total_hairnet_violations)
        SELECT camera_id, hour_start, 1, 1 FROM statistics_hourly""");

    assertThat(retention().wouldGo())
        .anyMatch(line -> line.startsWith("2 violations from before "))
        .anyMatch(line -> line.startsWith("2 hygiene events from before "))
        .anyMatch(line -> line.startsWith("1 visits from before "))
        .anyMatch(line -> line.startsWith("1 alerts from before "));
    retention().letGo();

    assertThat(ids("SELECT id FROM violation_events")).containsExactlyInAnyOrder(held, young);
    assertThat(ids("SELECT violation_id FROM violation_snapshots"))
        .containsExactlyInAnyOrder(held, young);
    assertThat(bean(Snapshots.class).current().get(tooOld + ".jpg")).isEmpty();
    assertThat(bean(Snapshots.class).current().get(held + ".jpg")).isPresent();
    assertThat(ids("SELECT target_id FROM review_log WHERE target = 'violation'"))
        .containsExactlyInAnyOrder(held, young);
    assertThat(number("SELECT count(*) FROM hygiene_events")).isEqualTo(2);
    assertThat(number("SELECT count(*) FROM visits")).isEqualTo(2);
    assertThat(ids("SELECT id FROM alert_history")).containsExactly(youngAlert);
    assertThat(ids("SELECT alert_id FROM alert_notifications")).containsExactly(youngAlert);
    assertThat(ids("SELECT target_id FROM review_log WHERE target = 'alert'"))
        .containsExactly(youngAlert);
    assertThat(oldAlert).isNotEqualTo(youngAlert);
    assertThat(number("SELECT count(*) FROM silences")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM statistics_hourly")).isEqualTo(3);
    assertThat(bean(Auditor.class).auditAll()).isEmpty();
    assertThat(retention().wouldGo()).isEmpty();
  }

  @Test
  void linesOfTheAuditGoAndTheChainHolds() {
    sql(
        """
        INSERT INTO audit_log (id, timestamp, who, role, action, target, address, line_number, appended_at, hash)
        SELECT gen_random_uuid(), now(), 'mei', 'admin', 'rule_set', '', '', n, now() - n * interval '91 days', 'x'
        FROM generate_series(1, 1) AS n""");
    retention().letGo();
    assertThat(number("SELECT count(*) FROM audit_log")).isZero();
    assertThat(number("SELECT line_number FROM audit_checkpoint")).isEqualTo(1);
  }

  @Test
  void anArchivedDayGoesTooInTheEnd() {
    LocalDate older = today.minusDays(101);
    bean(DayPartitions.class).make(List.of(older));
    frames(older, 1, 3);
    retention().letGo();
    assertThat(rowsOf(older)).isZero();
    assertThat(fileOf(older)).doesNotExist();
    assertThat(fileOf(old)).isNotEmptyFile();
    assertThat(number("SELECT count(*) FROM archived_days")).isEqualTo(1);
  }

  @Test
  void anErasureReachesIntoTheArchive() throws Exception {
    retention().letGo();
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (Path file : List.of(fileOf(old), manifestOf(old))) {
      Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    UUID erasure = UUID.randomUUID();
    String camera = "line \"1\", the 7"; // of the seventh minute, as it is in a file of CSV
    jdbc()
        .sql(
            """
            INSERT INTO erasures (id, camera_ids, from_at, to_at, reason, requested_by, requested_at, kept)
            VALUES (:id, ARRAY[:camera, 'line-2'], :from, :to, '', 'mei', now(), '[]')
            """)
        .param("id", erasure)
        .param("camera", camera)
        .param("from", old.atStartOfDay().atOffset(UTC))
        .param("to", old.plusDays(1).atStartOfDay().atOffset(UTC))
        .update();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> number("SELECT count(*) FROM erasures WHERE applied_at IS NULL") == 0);
    assertThat(number("SELECT rows FROM archived_days")).isEqualTo(ROWS - 1);
    retention().putBack(copy.resolve(fileOf(old).getFileName()));
    assertThat(rowsOf(old)).isEqualTo(ROWS - 1);
    assertThat(
            jdbc()
                .sql(
                    "SELECT count(*) FROM detection_records WHERE camera_id = :camera AND timestamp < :before")
                .param("camera", camera)
                .param("before", recent.atStartOfDay().atOffset(UTC))
                .query(Long.class)
                .single())
        .isZero();
    sql("DELETE FROM erasures");
  }

  @Test
  void aPeriodThatCannotBeIsRefusedByName() {
    assertThatThrownBy(() -> properties(Duration.ofDays(89)))
        .hasMessage("persistence.retention.audit is PT2136H, not 0 or from 90 days");
    assertThatThrownBy(() -> properties(Duration.ofDays(-1)))
        .hasMessageContaining("persistence.retention.audit");
  }

  /** What a topic keeps is kept: a database made anew must not bring back what was let go. */
  @Test
  void noTopicKeepsPeopleForLongerThanItsTableByDefault() {
    RetentionProperties byDefault =
        new org.springframework.boot.context.properties.bind.Binder(
                new org.springframework.boot.context.properties.source
                    .MapConfigurationPropertySource())
            .bindOrCreate("persistence.retention", RetentionProperties.class);
    Map<String, Duration> tables =
        Map.ofEntries(
            Map.entry(Topics.FRAMES, byDefault.evidence()),
            Map.entry(Topics.DETECTIONS, byDefault.records()),
            Map.entry(Topics.ACTIVITY, byDefault.records()),
            Map.entry(Topics.VIOLATIONS, byDefault.violations()),
            Map.entry(Topics.EVIDENCE, byDefault.evidence()),
            Map.entry(Topics.ALERTS, byDefault.alerts()),
            Map.entry(Topics.NOTIFICATIONS, byDefault.alerts()),
            Map.entry(Topics.NOTIFICATION_REQUESTS, byDefault.alerts()),
            Map.entry(Topics.ALERT_MEMBERS, byDefault.alerts()),
            Map.entry(Topics.REVIEWS, byDefault.violations()),
            Map.entry(Topics.AUDIT, byDefault.audit()),
            Map.entry(Topics.PROBES, byDefault.evidence()));
    tables.forEach(
        (topic, period) -> {
          assertThat(Topics.source(topic).retention())
              .as(topic)
              .isPositive()
              .isLessThanOrEqualTo(period);
          assertThat(
                  Topics.all().stream()
                      .filter(it -> it.name().equals(Topics.deadLetterOf(topic)))
                      .findFirst()
                      .orElseThrow()
                      .retention())
              .as(Topics.deadLetterOf(topic))
              .isPositive()
              .isLessThanOrEqualTo(period);
        });
  }

  private static RetentionProperties properties(Duration audit) {
    return new RetentionProperties(
        Duration.ofDays(90),
        null,
        Duration.ofDays(400),
        Duration.ofDays(7),
        Duration.ZERO,
        DataSize.ofBytes(0),
        Duration.ZERO,
        DataSize.ofBytes(0),
        Duration.ofDays(400),
        Duration.ofDays(90),
        Duration.ofDays(400),
        audit);
  }

  private void hygiene(String camera, LocalDate day) {
    sql(
        """
        INSERT INTO hygiene_events (id, camera_id, timestamp, event_type, track_id, duration_millis)
        VALUES (gen_random_uuid(), '%s', '%s 13:00+00', 'handwash', 1, 20000)"""
            .formatted(camera, day));
  }

  private UUID alert(LocalDate day) {
    var id = UUID.randomUUID();
    sql(
        """
        INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
        VALUES ('%s', gen_random_uuid(), 'line-1', '%s 13:00+00', 'violation_threshold', '', '{}', 'high')"""
            .formatted(id, day));
    sql(
        """
        INSERT INTO alert_notifications (alert_id, channel, recipient, state, outcome, at)
        VALUES ('%s', 'email', 'mei@example.org', 'raised', 'delivered', now())"""
            .formatted(id));
    decision(id, "alert", "applied", 1);
    return id;
  }

  private void decision(UUID target, String kind, String outcome, int daysAgo) {
    sql(
        """
        INSERT INTO review_log (command_id, target, target_id, outcome, to_status, handled_by, decided_at, applied_at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', 'resolved', 'mei', now(), now() - interval '%d days')"""
            .formatted(kind, target, outcome, daysAgo));
  }

  private void sql(String statement) {
    jdbc().sql(statement).update();
  }

  private List<UUID> ids(String query) {
    return jdbc().sql(query).query(UUID.class).list();
  }

  private long number(String query) {
    return jdbc().sql(query).query(Long.class).single();
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
    bean(Snapshots.class).current().put(id + ".jpg", new byte[bytes], "image/jpeg");
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

  private static Path manifestOf(LocalDate day) {
    return archive().resolve("detection_records-" + day + ".manifest.json");
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
