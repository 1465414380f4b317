package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which days of records are in the archive, and which are due to go there or to leave it. */
@Repository
class ArchivedDayStore {
  /** A day stays while it has a violation that is held: its records are part of what is held. */
  private static final String DUE =
      """
      SELECT day FROM (
        SELECT to_date(right(relation.relname, 8), 'YYYYMMDD') AS day
        FROM pg_inherits JOIN pg_class relation ON relation.oid = inhrelid
        WHERE inhparent = 'detection_records'::regclass) AS partition
      WHERE day < :before
        AND NOT EXISTS (
          SELECT FROM violation_events
          WHERE legal_hold AND timestamp < (day + 1)::timestamp AT TIME ZONE 'UTC'
            AND COALESCE(closed_at, timestamp) >= day::timestamp AT TIME ZONE 'UTC')
        AND NOT EXISTS (
          SELECT FROM archived_days WHERE archived_days.day = partition.day AND restored_at > :restored)
      ORDER BY day
      """;

  /** A day that is back in the database stays in the archive until it has left again. */
  private static final String ARCHIVED_DUE =
      "SELECT day FROM archived_days WHERE day < :before AND restored_at IS NULL ORDER BY day";

  private static final String BETWEEN =
      "SELECT day FROM archived_days WHERE day BETWEEN :from AND :to ORDER BY day";
  private static final String ARCHIVED =
      """
      INSERT INTO archived_days AS archived (day, file, rows, sha256) VALUES (:day, :file, :rows, :sha256)
      ON CONFLICT (day) DO UPDATE SET
        file = EXCLUDED.file, rows = EXCLUDED.rows, sha256 = EXCLUDED.sha256, archived_at = now(), restored_at = NULL
      """;
  private static final String RESTORED =
      """
      INSERT INTO archived_days (day, file, rows, sha256, restored_at) VALUES (:day, :file, :rows, :sha256, now())
      ON CONFLICT (day) DO UPDATE SET restored_at = now()
      """;
  private static final String WRITTEN_ANEW =
      "UPDATE archived_days SET rows = :rows, sha256 = :sha256 WHERE day = :day";

  private final JdbcClient jdbc;

  ArchivedDayStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The days that are to leave the database, oldest first.
   *
   * @param before the days before this one
   * @param restored but for those that were put back after then
   */
  List<LocalDate> due(LocalDate before, Instant restored) {
    return jdbc.sql(DUE)
        .param("before", before)
        .param("restored", restored.atOffset(UTC))
        .query(LocalDate.class)
        .list();
  }

  /** The days before that one that are to leave the archive, oldest first. */
  List<LocalDate> archivedDue(LocalDate before) {
    return jdbc.sql(ARCHIVED_DUE).param("before", before).query(LocalDate.class).list();
  }

  /** The archived days from one to another, both included. */
  List<LocalDate> between(LocalDate from, LocalDate to) {
    return jdbc.sql(BETWEEN).param("from", from).param("to", to).query(LocalDate.class).list();
  }

  void archived(DayFile.Manifest manifest) {
    note(ARCHIVED, manifest);
  }

  void restored(DayFile.Manifest manifest) {
    note(RESTORED, manifest);
  }

  /** Its file was written anew, of the same name. */
  void writtenAnew(DayFile.Manifest manifest) {
    jdbc.sql(WRITTEN_ANEW)
        .param("rows", manifest.rows())
        .param("sha256", manifest.sha256())
        .param("day", manifest.day())
        .update();
  }

  void forget(LocalDate day) {
    jdbc.sql("DELETE FROM archived_days WHERE day = :day").param("day", day).update();
  }

  private void note(String sql, DayFile.Manifest manifest) {
    jdbc.sql(sql)
        .param("day", manifest.day())
        .param("file", manifest.file())
        .param("rows", manifest.rows())
        .param("sha256", manifest.sha256())
        .update();
  }
}
