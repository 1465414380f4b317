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
        .hasSize(16);
    assertThat(rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'")).hasSize(2);
    assertThat(rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).hasSize(4);
    assertThat(rows("SELECT DISTINCT tgfoid FROM pg_trigger WHERE NOT tgisinternal")).hasSize(1);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM violation_events",
        "UPDATE alert_rules SET enabled = false",
        "INSERT INTO consumer_position VALUES ('a', 0, 'b', 0)",
        "CREATE TABLE mine (id int)",
        "TRUNCATE statistics_hourly"
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

  private EmbeddedPostgres started() {
    if (postgres == null) {
      throw new IllegalStateException("not started");
    }
    return postgres;
  }

  private List<String> rows(String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection(started().ownerUrl());
        ResultSet result = connection.createStatement().executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
