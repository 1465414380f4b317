package io.cleansight.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.Ports;
import io.cleansight.event.AlertRule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database as users of the first system know it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseIT {
  @TempDir static Path folder;

  private @Nullable EmbeddedPostgres postgres;

  @BeforeAll
  void migrate() throws Exception {
    var started = EmbeddedPostgres.start(folder.resolve("postgres"), Ports.anyFree());
    postgres = started;
    Flyway.configure().dataSource(started.ownerUrl(), null, null).load().migrate();
  }

  @AfterAll
  void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, camera_id, frame_number, person_count, hairnet_violations FROM detection_records ORDER BY timestamp DESC LIMIT 10",
        "SELECT id, camera_id, violation_type, confidence, status FROM violation_events ORDER BY timestamp DESC LIMIT 10",
        "SELECT * FROM statistics_hourly ORDER BY hour_start DESC LIMIT 5",
        "SELECT frame_number, person_count, fps FROM v_recent_violations",
        "SELECT camera_id, date, total_frames FROM v_daily_statistics"
      })
  void theQueriesOfItsUsersRun(String query) throws SQLException {
    assertThat(rows(query)).isEmpty();
  }

  @Test
  void hasTheTablesIndexesViewsAndTriggers() throws SQLException {
    String five =
        "('detection_records', 'violation_events', 'statistics_hourly', 'alert_rules', 'alert_history')";
    assertThat(
            rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename IN "
                    + five))
        .hasSize(5);
    assertThat(
            rows(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pk' AND tablename IN "
                    + five))
        .hasSize(18);
    assertThat(rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'")).hasSize(2);
    assertThat(rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).hasSize(6);
    assertThat(rows("SELECT DISTINCT tgfoid FROM pg_trigger WHERE NOT tgisinternal")).hasSize(2);
  }

  @Test
  void theDefaultRulesAreThoseThatAreEvaluated() throws SQLException {
    for (AlertRule rule : DefaultRules.all()) {
      assertThat(
              rows(
                  "SELECT 1 FROM alert_rules WHERE id = '%s' AND name = '%s' AND rule_type = '%s' AND conditions = '%s' AND priority = '%s' AND enabled"
                      .formatted(
                          rule.getRuleId(),
                          rule.getName(),
                          rule.getRuleType(),
                          rule.getConditions(),
                          rule.getPriority())))
          .as(rule.getName())
          .hasSize(1);
    }
    assertThat(rows("SELECT id FROM alert_rules")).hasSize(DefaultRules.all().size());
  }

  @Test
  void updatedAtIsKeptByTheDatabase() throws SQLException {
    assertThat(
            rows(
                """
                UPDATE alert_rules SET updated_at = '2000-01-01' WHERE enabled
                RETURNING updated_at > now() - interval '1 minute'
                """))
        .containsOnly("t");
  }

  @Test
  void hoursThatWereCountedBeforeThereWereQuartersAreCarriedOver() throws SQLException {
    String url = started().ownerUrl().replace("/cleansight?", "/earlier?");
    try (Connection connection = DriverManager.getConnection(started().ownerUrl())) {
      connection.createStatement().execute("CREATE DATABASE earlier");
    }
    migrate(url, "24");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO statistics_hourly
            (camera_id, hour_start, total_violations, total_hairnet_violations, total_handwash_events, total_frames,
             min_processing_time, seen_seconds)
          VALUES ('line', '2026-03-01T12:00:00Z', 3, 1, 1, 100, 0.5, 3000),
                 ('line', '2026-03-01T13:00:00Z', 9, 0, 0, 50, NULL, 0)""");
      statement.execute(
          """
          INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons)
          VALUES ('line', 'entrance', '2026-03-01T12:00:00Z', 7)""");
      statement.execute(
          """
          INSERT INTO violation_events
            (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, counted)
          SELECT gen_random_uuid(), gen_random_uuid(), 'line', at::timestamptz, type, 1, 0.9, '{}', 'for the test', counted
          FROM (VALUES ('2026-03-01T12:00:00Z', 'no_handwash', true), ('2026-03-01T12:50:00Z', 'no_hairnet', true),
                       ('2026-03-01T12:59:59Z', 'no_handwash', true), ('2026-03-01T12:30:00Z', 'no_hairnet', false),
                       ('2026-03-01T13:20:00Z', 'no_handwash', true)) AS event (at, type, counted)""");
      statement.execute(
          """
          INSERT INTO hygiene_events VALUES
            (gen_random_uuid(), 'line', '2026-03-01T12:15:00Z', 'handwash', 1, 20000)""");
    }
    migrate(url, "latest");
    assertThat(
            rows(
                url,
                """
                SELECT to_char(quarter_start AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || total_violations || ' '
                  || total_hairnet_violations || ' ' || total_handwash_events || ' ' || total_frames || ' ' || seen_seconds
                  || ' ' || COALESCE(min_processing_time::text, '-')
                FROM statistics_quarter_hourly WHERE carried_over ORDER BY quarter_start"""))
        .containsExactly(
            "12:00 1 0 0 100 3000 0.5",
            "12:15 0 0 1 0 0 -",
            "12:45 2 1 0 0 0 -",
            // Nine are said, one is known: all of them stay with the hour.
            "13:00 9 0 0 50 0 -",
            "13:15 0 0 0 0 0 -");
    assertThat(
            rows(
                url, "SELECT total_persons FROM statistics_zone_quarter_hourly WHERE carried_over"))
        .containsExactly("7");
  }

  @Test
  void falsePositivesThatWereDecidedBeforeLeaveTheSums() throws SQLException {
    String url = started().ownerUrl().replace("/cleansight?", "/decided?");
    try (Connection connection = DriverManager.getConnection(started().ownerUrl())) {
      connection.createStatement().execute("CREATE DATABASE decided");
    }
    migrate(url, "60");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO statistics_hourly (camera_id, hour_start, total_violations, total_hairnet_violations)
          VALUES ('line', '2026-03-01T12:00:00Z', 3, 2)""");
      statement.execute(
          """
          INSERT INTO statistics_quarter_hourly (camera_id, quarter_start, total_violations, total_hairnet_violations)
          VALUES ('line', '2026-03-01T12:00:00Z', 1, 1), ('line', '2026-03-01T12:45:00Z', 2, 1)""");
      statement.execute(
          """
          INSERT INTO violation_events
            (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, counted, status)
          SELECT gen_random_uuid(), gen_random_uuid(), 'line', at::timestamptz, type, 1, 0.9, '{}', 'for the test', counted, status
          FROM (VALUES ('2026-03-01T12:00:00Z', 'no_hairnet', true, 'confirmed'),
                       ('2026-03-01T12:50:00Z', 'no_hairnet', true, 'false_positive'),
                       ('2026-03-01T12:59:59Z', 'no_handwash', true, 'pending'),
                       ('2026-03-01T12:50:00Z', 'no_hairnet', false, 'false_positive')) AS event (at, type, counted, status)""");
    }
    migrate(url, "latest");
    assertThat(
            rows(
                url,
                "SELECT total_violations || ' ' || total_hairnet_violations FROM statistics_hourly"))
        .containsExactly("2 1");
    assertThat(
            rows(
                url,
                "SELECT total_violations || ' ' || total_hairnet_violations FROM statistics_quarter_hourly ORDER BY quarter_start"))
        .containsExactly("1 1", "1 0");
  }

  private static void migrate(String url, String target) {
    Flyway.configure().dataSource(url, null, null).target(target).load().migrate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM violation_events",
        "UPDATE alert_rules SET enabled = false",
        "INSERT INTO consumer_position VALUES ('a', 0, 'b', 0)",
        "CREATE TABLE mine (id int)",
        "TRUNCATE statistics_hourly",
        "SELECT make_record_day('2026-03-01')",
        "SELECT drop_record_day('2026-03-01')",
        "SET ROLE cleansight_writer"
      })
  void theReaderCanOnlyRead(String statement) throws SQLException {
    try (Connection reader = DriverManager.getConnection(started().readerUrl())) {
      assertThat(
              reader
                  .createStatement()
                  .executeQuery("SELECT count(*) FROM violation_snapshots")
                  .next())
          .isTrue();
      assertThatThrownBy(() -> reader.createStatement().execute(statement))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE mine (id int)",
        "ALTER TABLE cameras ADD COLUMN mine int",
        "DROP TABLE violation_events",
        "TRUNCATE statistics_hourly",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "UPDATE audit_log SET who = 'nobody'",
        "DELETE FROM audit_log",
        "DELETE FROM flyway_schema_history",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "SET ROLE cleansight_migrator",
        "CREATE ROLE mine SUPERUSER",
        "COPY cameras TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')"
      })
  void theWriterMakesAndAltersNothingAndLeavesTheAuditAlone(String statement) throws SQLException {
    try (Connection writer = DriverManager.getConnection(started().writerUrl())) {
      assertThatThrownBy(() -> writer.createStatement().execute(statement))
          .isInstanceOf(SQLException.class)
          .message()
          .containsAnyOf("permission denied", "must be owner");
    }
  }

  @Test
  void theWriterHasDaysOfRecordsMadeAndDropped() throws SQLException {
    try (Connection writer = DriverManager.getConnection(started().writerUrl());
        var statement = writer.createStatement()) {
      statement.execute("SELECT make_record_day('2026-03-01'), make_record_day('2026-03-01')");
      assertThat(
              rows(
                  "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'detection_records_20260301'"))
          .singleElement()
          .asString()
          .contains("2026-03-01 00:00:00+00", "2026-03-02 00:00:00+00");
      writer.setAutoCommit(false);
      statement.execute("LOCK TABLE detection_records_20260301 IN ACCESS EXCLUSIVE MODE");
      statement.execute("SELECT count(*) FROM detection_records_20260301");
      statement.execute("SELECT drop_record_day('2026-03-01')");
      writer.commit();
      assertThat(rows("SELECT FROM pg_class WHERE relname = 'detection_records_20260301'"))
          .isEmpty();
    }
  }

  @Test
  void whoMigratesIsNoSuperuser() throws SQLException {
    String url = started().ownerUrl().replace("/cleansight?", "/lean?");
    try (Connection connection = DriverManager.getConnection(started().ownerUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE lean OWNER " + EmbeddedPostgres.MIGRATOR);
    }
    String migrator = url.replaceFirst("user=postgres", "user=" + EmbeddedPostgres.MIGRATOR);
    assertThat(
            rows(
                migrator,
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"))
        .containsExactly("f");
    Flyway.configure().dataSource(migrator, null, null).load().migrate();
    String writer = url.replaceFirst("user=postgres", "user=" + EmbeddedPostgres.WRITER);
    Flyway.configure().dataSource(writer, null, null).load().validate();
    assertThat(rows(writer, "SELECT count(*) FROM violation_events")).containsExactly("0");
  }

  private EmbeddedPostgres started() {
    if (postgres == null) {
      throw new IllegalStateException("not started");
    }
    return postgres;
  }

  private List<String> rows(String query) throws SQLException {
    return rows(started().ownerUrl(), query);
  }

  private static List<String> rows(String url, String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet result = connection.createStatement().executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
