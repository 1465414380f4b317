package io.cleansight.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.event.AuditEntry;
import io.cleansight.persistence.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ten lines, of which the fifth and the tenth were published: whoever owns the database can change
 * them, and not without it being named.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditChainIT {
  @TempDir static Path folder;

  private final Instant begin =
      Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofDays(200));
  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    started =
        Started.in(
            folder,
            "--spring.kafka.listener.auto-startup=false",
            "--persistence.audit-anchor-every=1h");
    record(1, 5);
    anchors().publish();
    anchors().publish(); // nothing is new
    record(6, 10);
    anchors().publish();
    sql("CREATE TABLE kept AS SELECT * FROM audit_log");
  }

  @AfterAll
  void stop() throws Exception {
    started().close();
  }

  @BeforeEach
  void asItWas() {
    asOwner(
        "TRUNCATE audit_checkpoint",
        "TRUNCATE audit_log",
        "INSERT INTO audit_log SELECT * FROM kept");
  }

  @Test
  void whatWasWrittenIsVerified() {
    assertThat(anchors().all()).hasSize(2);
    assertThat(chain().verify().fault()).isNull();
    assertThat(chain().verify().lines())
        .anyMatch(it -> it.startsWith("10 lines of 1 chain verified, from line 1 ("))
        .anyMatch(it -> it.endsWith("2 published ones were compared"));
  }

  @Test
  void anEntryThatComesAgainIsNoLine() {
    record(9, 10);
    assertThat(chain().verify().fault()).isNull();
    assertThat(lines()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_log SET who = 'nobody'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "DELETE FROM audit_checkpoint"
      })
  void whatIsWrittenIsNotChangedByMistake(String statement) {
    assertThatThrownBy(() -> sql(statement)).hasStackTraceContaining("the audit is only added to");
    assertThat(lines()).isEqualTo(10);
  }

  @Test
  void whoeverMayOnlyInsertAndReadWritesIt() {
    sql("CREATE ROLE adding NOLOGIN");
    sql("GRANT SELECT, INSERT ON audit_log TO adding");
    sql("GRANT SELECT ON audit_checkpoint TO adding");
    new TransactionTemplate(started().bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            _ -> {
              sql("SET LOCAL ROLE adding");
              store().record(placed(11, 12));
            });
    assertThat(chain().verify().fault()).isNull();
    assertThat(lines()).isEqualTo(12);
  }

  @Test
  void aLineThatWasChangedIsNamed() {
    asOwner("UPDATE audit_log SET who = 'nobody' WHERE line_number = 4");
    assertThat(chain().verify().fault()).startsWith("line 4 (").contains("is not what was written");
  }

  @Test
  void aLineThatWasTakenOutIsNamed() {
    asOwner("DELETE FROM audit_log WHERE line_number = 4");
    assertThat(chain().verify().fault()).startsWith("line 4 is missing");
  }

  @Test
  void anEndThatWasCutOffIsNamed() {
    asOwner("DELETE FROM audit_log WHERE line_number > 8");
    assertThat(chain().verify().fault()).startsWith("lines 9 to 10 are missing at the end");
    asOwner("DELETE FROM audit_log");
    assertThat(chain().verify().fault()).startsWith("lines 1 to 10 are missing at the end");
  }

  @Test
  void aChainThatWasWrittenAnewIsNamed() {
    asOwner("DELETE FROM audit_log WHERE line_number >= 4");
    record(20, 26);
    assertThat(lines()).isEqualTo(10);
    assertThat(chain().verify().fault()).startsWith("line 5, or one before it, was rewritten");
  }

  @Test
  void oldLinesGoAndTheOthersAreStillBoundToThem() {
    Instant before = begin.plus(Duration.ofDays(3)).plusSeconds(1);
    assertThat(store().letGo(before)).isEqualTo(3);
    assertThat(store().letGo(before)).isZero();
    assertThat(chain().verify().fault()).isNull();
    assertThat(chain().verify().lines())
        .anyMatch(it -> it.startsWith("lines 1 to 3 were let go, all from before " + before))
        .anyMatch(it -> it.startsWith("7 lines of 1 chain verified, from line 4 ("));
    record(11, 11);
    assertThat(chain().verify().fault()).isNull();
    assertThat(store().letGo(begin.plus(Duration.ofDays(50)))).isEqualTo(8);
    record(12, 12);
    assertThat(chain().verify().fault()).isNull();
  }

  @Test
  void youngLinesDoNotGo() {
    assertThatThrownBy(() -> store().letGo(Instant.now().minus(Duration.ofDays(89))))
        .hasStackTraceContaining("the audit is kept for 90 days at least");
    asOwner(
        "INSERT INTO audit_checkpoint SELECT line_number, hash, '%s' FROM audit_log WHERE line_number = 6"
            .formatted(begin),
        "DELETE FROM audit_log WHERE line_number <= 6");
    assertThat(chain().verify().fault())
        .startsWith("line 5 of ")
        .contains("is gone as if it were older");
  }

  @Test
  void linesOfBeforeThereWasAChainAreBoundToo() throws Exception {
    sql("CREATE DATABASE older");
    String url;
    try (var connection = started().bean(DataSource.class).getConnection()) {
      url = connection.getMetaData().getURL().replace("/cleansight?", "/older?");
    }
    var flyway = Flyway.configure().dataSource(url, "postgres", null);
    flyway.target("34").load().migrate();
    try (var connection = java.sql.DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO audit_log (id, timestamp, who, role, action, target, camera_id, address)
          SELECT gen_random_uuid(), now() - n * interval '1.000001 hours', 'mei', 'admin', 'rule_set', '厨房: ' || n,
                 CASE WHEN n = 2 THEN 'line-1' END, '::1'
          FROM generate_series(1, 4) AS n
          """);
      flyway.target("latest").load().migrate();
      var rows =
          statement.executeQuery(
              "SELECT line_number, id, timestamp, appended_at, who, role, action, target, camera_id, address, hash FROM audit_log ORDER BY line_number");
      String hash = AuditLine.BEGINNING;
      int lines = 0;
      while (rows.next()) {
        hash = AuditStore.written(rows).line().hash(hash);
        assertThat(rows.getString("hash")).isEqualTo(hash);
        lines++;
      }
      assertThat(lines).isEqualTo(4);
    }
  }

  private void record(long first, long last) {
    new TransactionTemplate(started().bean(PlatformTransactionManager.class))
        .executeWithoutResult(_ -> store().record(placed(first, last)));
  }

  /** Line by line a day later. */
  private List<AuditStore.Placed> placed(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            number ->
                new AuditStore.Placed(
                    AuditEntry.newBuilder()
                        .setEntryId(new UUID(1, number))
                        .setAt(begin.plus(Duration.ofDays(number)).minusSeconds(1))
                        .setWho("mei")
                        .setRole("admin")
                        .setAction("evidence_viewed")
                        .setTarget("违规 " + number)
                        .setCameraId(number % 2 == 0 ? "line-1" : null)
                        .setAddress("::1")
                        .build(),
                    begin.plus(Duration.ofDays(number)).truncatedTo(ChronoUnit.MILLIS)))
        .toList();
  }

  /** As whoever owns the table, and takes away what would hold them up. */
  private void asOwner(String... statements) {
    sql("ALTER TABLE audit_log DISABLE TRIGGER ALL");
    sql("ALTER TABLE audit_checkpoint DISABLE TRIGGER ALL");
    for (String statement : statements) {
      sql(statement);
    }
    sql("ALTER TABLE audit_log ENABLE TRIGGER ALL");
    sql("ALTER TABLE audit_checkpoint ENABLE TRIGGER ALL");
  }

  private void sql(String statement) {
    started().bean(JdbcTemplate.class).execute(statement);
  }

  private long lines() {
    return started()
        .bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit_log")
        .query(Long.class)
        .single();
  }

  private AuditChain chain() {
    return started().bean(AuditChain.class);
  }

  private AuditStore store() {
    return started().bean(AuditStore.class);
  }

  private AuditAnchors anchors() {
    return started().bean(AuditAnchors.class);
  }

  private Started started() {
    return Objects.requireNonNull(started);
  }
}
