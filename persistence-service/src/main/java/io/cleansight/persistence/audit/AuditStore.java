package io.cleansight.persistence.audit;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The audit; nothing in it is ever changed, and each line is bound to those before it. The topic
 * has one partition, so all lines are one chain in its order: made anew from the topic it is the
 * same.
 */
@Repository
class AuditStore {
  private static final String RECORD =
      """
      INSERT INTO audit_log
        (id, timestamp, who, role, action, target, camera_id, address, line_number, appended_at, hash)
      VALUES (:id, :at, :who, :role, :action, :target, :camera, :address, :number, :appended, :hash)
      ON CONFLICT (id) DO NOTHING
      """;

  /** Another topic of the audit, made anew, would be another partition to whoever counts them. */
  private static final String ALONE =
      "SELECT true FROM pg_advisory_xact_lock(hashtext('audit_log'))";

  private static final String HEAD =
      """
      SELECT line_number, hash FROM audit_log
      UNION ALL SELECT line_number, hash FROM audit_checkpoint
      ORDER BY line_number DESC LIMIT 1
      """;
  private static final String LAST =
      "SELECT line_number, hash, appended_at FROM audit_log ORDER BY line_number DESC LIMIT 1";
  private static final String CHECKPOINT =
      "SELECT line_number, hash, before FROM audit_checkpoint ORDER BY line_number DESC LIMIT 1";
  private static final String LINES =
      """
      SELECT line_number, id, timestamp, appended_at, who, role, action, target, camera_id, address, hash
      FROM audit_log ORDER BY line_number
      """;
  private static final int AT_ONCE = 2000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  AuditStore(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** What the next line is bound to. */
  private record Head(long lineNumber, String hash) {}

  /** The last line that is there. */
  record Last(long lineNumber, String hash, Instant appendedAt) {}

  /** Up to where lines were let go, all of them appended before that time. */
  record Checkpoint(long lineNumber, String hash, Instant before) {}

  /** A line, and the hash that is written beside it. */
  record Written(AuditLine line, String hash) {}

  /** An entry, and when its topic had it. */
  record Placed(AuditEntry entry, Instant appended) {}

  /** Adds lines in the order of their topic; within a transaction. */
  void record(List<Placed> entries) {
    if (entries.isEmpty()) {
      return;
    }
    jdbc.sql(ALONE).query(Boolean.class).single();
    Optional<Head> head = jdbc.sql(HEAD).query(Head.class).optional();
    long last = head.map(Head::lineNumber).orElse(0L);
    String before = head.map(Head::hash).orElse(AuditLine.BEGINNING);
    for (Placed placed : entries) {
      AuditLine line = AuditLine.of(placed.entry(), placed.appended(), last + 1);
      String hash = line.hash(before);
      if (isNew(line, hash)) {
        last++;
        before = hash;
      }
    }
  }

  private boolean isNew(AuditLine line, String hash) {
    return jdbc.sql(RECORD)
            .param("id", line.id())
            .param("at", line.timestamp())
            .param("who", line.who())
            .param("role", line.role())
            .param("action", line.action())
            .param("target", line.target())
            .param("camera", line.cameraId(), java.sql.Types.VARCHAR)
            .param("address", line.address())
            .param("number", line.lineNumber())
            .param("appended", line.appendedAt())
            .param("hash", hash)
            .update()
        == 1;
  }

  Optional<Last> last() {
    return jdbc.sql(LAST).query(Last.class).optional();
  }

  Optional<Checkpoint> checkpoint() {
    return jdbc.sql(CHECKPOINT).query(Checkpoint.class).optional();
  }

  /** Passes on every line, first to last, few at a time; within a transaction. */
  void each(Consumer<Written> reader) {
    template.query(
        connection -> {
          var statement = connection.prepareStatement(LINES);
          statement.setFetchSize(AT_ONCE);
          return statement;
        },
        row -> {
          reader.accept(written(row));
        });
  }

  static Written written(ResultSet row) throws SQLException {
    var line =
        new AuditLine(
            row.getLong("line_number"),
            row.getObject("id", UUID.class),
            row.getObject("timestamp", OffsetDateTime.class),
            row.getObject("appended_at", OffsetDateTime.class),
            row.getString("who"),
            row.getString("role"),
            row.getString("action"),
            row.getString("target"),
            row.getString("camera_id"),
            row.getString("address"));
    return new Written(line, row.getString("hash"));
  }

  /** Lets lines go that were appended before then, from the first on; says how many. */
  long letGo(Instant before) {
    return jdbc.sql("SELECT audit_let_go(:before)")
        .param("before", before.atOffset(UTC))
        .query(Long.class)
        .single();
  }
}
