package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which pictures and clips are past their time, and which pictures have not left their store yet.
 * The clip of a violation goes with its picture.
 */
@Repository
class ExpiredPictureStore {
  private static final String DUE =
      """
      SELECT violation_id, captured_at, bytes FROM (
        SELECT violation_id, captured_at, bytes, sum(bytes) OVER (ORDER BY captured_at DESC, violation_id) AS newer
        FROM (
          SELECT violation_id, min(captured_at) AS captured_at, sum(bytes)::bigint AS bytes FROM (
            SELECT violation_id, captured_at, bytes FROM violation_snapshots WHERE state = 'present'
            UNION ALL
            SELECT violation_id, opened_at, bytes + COALESCE(blurred_bytes, 0)
            FROM violation_clips WHERE state IN ('present', 'partial')) AS one
          GROUP BY violation_id) AS evidence) AS picture
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
  private static final String EXPIRE_CLIPS =
      """
      WITH gone AS (
        UPDATE violation_clips SET state = 'expired', reason = NULL, path = NULL, store = NULL, blurred_path = NULL
        FROM (
          SELECT violation_id AS id, store AS was, path AS plain, blurred_path AS blurred FROM violation_clips
          WHERE violation_id IN (:ids) AND state IN ('present', 'partial')
            AND NOT EXISTS (SELECT FROM violation_events WHERE id = violation_id AND legal_hold)
          FOR UPDATE) AS before
        WHERE violation_id = before.id RETURNING was, plain, blurred)
      INSERT INTO leaving_pictures (path, store)
      SELECT place.path, gone.was FROM gone, LATERAL (VALUES (gone.plain), (gone.blurred)) AS place (path)
      WHERE place.path IS NOT NULL ON CONFLICT DO NOTHING
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

  /** The picture and the clip of a violation that are to go. */
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
    expired = Math.max(expired, expireClips(violations));
    jdbc.sql(SAY_SO).param("ids", violations).update();
    return expired;
  }

  /** Of the clips; says of how many files. */
  private int expireClips(List<UUID> violations) {
    return jdbc.sql(EXPIRE_CLIPS).param("ids", violations).update();
  }

  List<Leaving> leaving(int limit) {
    return jdbc.sql(LEAVING).param("limit", limit).query(Leaving.class).list();
  }

  void left(UUID violation) {
    jdbc.sql(LEFT).param("id", violation).update();
  }
}
