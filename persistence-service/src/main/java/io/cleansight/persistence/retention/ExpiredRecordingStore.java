package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which recordings are past their time, or past the size of all. */
@Repository
class ExpiredRecordingStore {
  /** Around a violation that is held: from a minute before it to a minute after it. */
  private static final String NOT_HELD =
      """
      NOT EXISTS (
        SELECT FROM violation_events AS violation
        WHERE violation.legal_hold AND violation.camera_id = recording.camera_id
          AND recording.to_at >= violation.timestamp - interval '1 minute'
          AND recording.from_at
              <= COALESCE(violation.closed_at, violation.timestamp + interval '1 hour') + interval '1 minute')
      """;

  private static final String BY_AGE =
      "SELECT id, bytes FROM recordings AS recording WHERE to_at < :before AND %s ORDER BY to_at LIMIT :limit"
          .formatted(NOT_HELD);
  private static final String BY_SIZE =
      """
      SELECT id, bytes FROM (
        SELECT id, camera_id, from_at, to_at, bytes, sum(bytes) OVER (ORDER BY to_at DESC, id) AS newer
        FROM recordings) AS recording
      WHERE newer > :size AND %s ORDER BY to_at LIMIT :limit
      """
          .formatted(NOT_HELD);
  private static final String LET_GO =
      """
      WITH gone AS (DELETE FROM recordings AS recording WHERE id IN (:ids) AND %s RETURNING path, store)
      INSERT INTO leaving_recordings (path, store, not_before) SELECT path, store, now() FROM gone
      ON CONFLICT (path, store) DO UPDATE SET not_before = EXCLUDED.not_before
      """
          .formatted(NOT_HELD);

  private final JdbcClient jdbc;

  ExpiredRecordingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A recording that is to go. */
  record Expired(UUID id, long bytes) {}

  /** The oldest that ended before then and are not held. */
  List<Expired> dueByAge(Instant before, int limit) {
    return jdbc.sql(BY_AGE)
        .param("before", before.atOffset(UTC))
        .param("limit", limit)
        .query(Expired.class)
        .list();
  }

  /** The oldest past that size in bytes, when all are laid out from the latest on; none held. */
  List<Expired> dueBySize(long size, int limit) {
    return jdbc.sql(BY_SIZE).param("size", size).param("limit", limit).query(Expired.class).list();
  }

  /** Has them leave their store, but for what is held since; says how many. */
  int letGo(List<UUID> ids) {
    return jdbc.sql(LET_GO).param("ids", ids).update();
  }
}
