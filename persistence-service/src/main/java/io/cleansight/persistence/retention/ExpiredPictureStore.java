package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which pictures are past their time, and which of them have not left their store yet. */
@Repository
class ExpiredPictureStore {
  private static final String DUE =
      """
      SELECT violation_id, captured_at, bytes FROM (
        SELECT violation_id, captured_at, bytes, sum(bytes) OVER (ORDER BY captured_at DESC, violation_id) AS newer
        FROM violation_snapshots WHERE state = 'present') AS picture
      WHERE (captured_at < :before OR newer > :size)
        AND NOT EXISTS (SELECT FROM violation_events WHERE id = violation_id AND legal_hold)
      ORDER BY captured_at LIMIT :limit
      """;
  private static final String EXPIRE =
      """
      UPDATE violation_snapshots SET state = 'expired', thumbnail = NULL
      WHERE violation_id IN (:ids) AND state = 'present'
        AND NOT EXISTS (SELECT FROM violation_events WHERE id = violation_id AND legal_hold)
      """;
  private static final String SAY_SO =
      """
      UPDATE violation_events SET snapshot_state = 'expired', snapshot_path = NULL
      WHERE id IN (SELECT violation_id FROM violation_snapshots WHERE violation_id IN (:ids) AND state = 'expired')
      """;
  private static final String LEAVING =
      """
      SELECT violation_id, path, store FROM violation_snapshots
      WHERE state = 'expired' AND path IS NOT NULL LIMIT :limit
      """;
  private static final String LEFT =
      "UPDATE violation_snapshots SET path = NULL, store = NULL WHERE violation_id = :id";

  private final JdbcClient jdbc;

  ExpiredPictureStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A picture that is to go. */
  record Picture(UUID violationId, Instant capturedAt, long bytes) {}

  /** A picture that is said to be gone and is still in its store. */
  record Leaving(UUID violationId, String path, String store) {}

  /**
   * The oldest that are not held.
   *
   * @param before those that were captured before then
   * @param size and those past it, in bytes, when all are laid out from the latest on
   */
  List<Picture> due(Instant before, long size, int limit) {
    return jdbc.sql(DUE)
        .param("before", before.atOffset(UTC))
        .param("size", size)
        .param("limit", limit)
        .query(Picture.class)
        .list();
  }

  /** Says of these that they are gone, unless they are held; within a transaction. */
  int expire(List<UUID> violations) {
    int expired = jdbc.sql(EXPIRE).param("ids", violations).update();
    jdbc.sql(SAY_SO).param("ids", violations).update();
    return expired;
  }

  List<Leaving> leaving(int limit) {
    return jdbc.sql(LEAVING).param("limit", limit).query(Leaving.class).list();
  }

  void left(UUID violation) {
    jdbc.sql(LEFT).param("id", violation).update();
  }
}
