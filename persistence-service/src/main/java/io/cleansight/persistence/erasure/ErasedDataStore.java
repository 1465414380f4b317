package io.cleansight.persistence.erasure;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes out of the record what an erasure covers; within the transaction that applies it. */
@Repository
public class ErasedDataStore {
  private static final String COVERED =
      """
      FROM violation_events AS violation JOIN erasures AS erasure ON erasure.id = :erasure
      WHERE violation.camera_id = ANY (erasure.camera_ids)
        AND violation.timestamp >= erasure.from_at AND violation.timestamp < erasure.to_at
        AND NOT erasure.kept @> jsonb_build_array(jsonb_build_object('violation_id', violation.id))
      """;

  /** Of what makes a visit one that is charged, the visit. */
  private static final String NOTE_VIOLATIONS =
      """
      INSERT INTO erased_violations (id, camera_id, visit_id, visit_started_at)
      SELECT violation.id,
             CASE WHEN counted AND violation_type = 'no_hairnet' AND visit_id IS NOT NULL THEN violation.camera_id END,
             CASE WHEN counted AND violation_type = 'no_hairnet' THEN visit_id END,
             CASE WHEN counted AND violation_type = 'no_hairnet' THEN visit_started_at END
      """
          + COVERED
          + "ON CONFLICT DO NOTHING";

  private static final String PICTURES =
      """
      WITH gone AS (
        DELETE FROM violation_snapshots WHERE violation_id IN (SELECT id FROM erased_violations) RETURNING path, store)
      INSERT INTO leaving_pictures (path, store)
      SELECT path, store FROM gone WHERE path IS NOT NULL AND store IS NOT NULL ON CONFLICT DO NOTHING
      """;

  /** What somebody may be putting there now leaves when their time is over. */
  private static final String CLIPS =
      """
      WITH gone AS (
        DELETE FROM violation_clips WHERE violation_id IN (SELECT id FROM erased_violations)
        RETURNING state, path, blurred_path, store, due_at),
      leaving AS (
        INSERT INTO leaving_pictures (path, store, not_before)
        SELECT place.path, gone.store, CASE gone.state WHEN 'awaited' THEN GREATEST(gone.due_at, now()) ELSE now() END
        FROM gone, LATERAL (VALUES (gone.path), (gone.blurred_path)) AS place (path)
        WHERE place.path IS NOT NULL AND gone.store IS NOT NULL ON CONFLICT DO NOTHING)
      SELECT count(*) FROM gone WHERE state IN ('present', 'partial')
      """;

  /** Of other violations: what may show something of the time that is erased. */
  private static final String CLIPS_OF_THAT_TIME =
      """
      WITH gone AS (
        SELECT clip.violation_id, clip.state, clip.path, clip.blurred_path, clip.store, clip.due_at
        FROM violation_clips AS clip JOIN erasures AS erasure ON erasure.id = :erasure
        WHERE clip.camera_id = ANY (erasure.camera_ids)
          AND clip.from_at < erasure.to_at AND clip.latest_at > erasure.from_at
          AND clip.state IN ('awaited', 'present', 'partial')
          AND NOT erasure.kept @> jsonb_build_array(jsonb_build_object('violation_id', clip.violation_id))
        FOR UPDATE OF clip),
      leaving AS (
        INSERT INTO leaving_pictures (path, store, not_before)
        SELECT place.path, gone.store, CASE gone.state WHEN 'awaited' THEN GREATEST(gone.due_at, now()) ELSE now() END
        FROM gone, LATERAL (VALUES (gone.path), (gone.blurred_path)) AS place (path)
        WHERE place.path IS NOT NULL AND gone.store IS NOT NULL ON CONFLICT DO NOTHING),
      said AS (
        UPDATE violation_clips SET state = 'expired', reason = 'erased', path = NULL, store = NULL, blurred_path = NULL,
          sha256 = NULL, blurred_sha256 = NULL
        WHERE violation_id IN (SELECT violation_id FROM gone))
      SELECT count(*) FROM gone WHERE state IN ('present', 'partial')
      """;

  private static final String DECISIONS =
      "DELETE FROM review_log WHERE target IN ('violation', 'hold') AND target_id IN (SELECT id FROM erased_violations)";
  private static final String VIOLATIONS =
      "DELETE FROM violation_events WHERE id IN (SELECT id FROM erased_violations)";

  /** Files are erased whole, as they are kept whole for what is held. */
  private static final String RECORDINGS =
      """
      WITH gone AS (
        DELETE FROM recordings AS seen USING erasures AS erasure
        WHERE erasure.id = :erasure AND seen.camera_id = ANY (erasure.camera_ids)
          AND seen.from_at < erasure.to_at AND seen.to_at > erasure.from_at
          AND NOT EXISTS (
            SELECT FROM jsonb_to_recordset(erasure.kept) AS held (camera_id text, "from" timestamptz, "to" timestamptz)
            WHERE held.camera_id = seen.camera_id AND seen.from_at <= held."to" AND seen.to_at >= held."from")
        RETURNING path, store)
      INSERT INTO leaving_recordings (path, store, not_before) SELECT path, store, now() FROM gone
      ON CONFLICT (path, store) DO UPDATE SET not_before = EXCLUDED.not_before
      """;

  private final JdbcClient jdbc;

  ErasedDataStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The violations that it covers. */
  List<UUID> violations(UUID erasure) {
    return jdbc.sql("SELECT violation.id " + COVERED)
        .param("erasure", erasure)
        .query(UUID.class)
        .list();
  }

  /** Notes the violations that it covers; says how many of them were not noted before. */
  int noteViolations(UUID erasure) {
    return jdbc.sql(NOTE_VIOLATIONS).param("erasure", erasure).update();
  }

  /** Has the pictures of all noted violations leave their store; says how many. */
  int erasePictures() {
    return jdbc.sql(PICTURES).update();
  }

  /**
   * The same of their clips, and of others that may show something of that time; says how many
   * there were.
   */
  int eraseClips(UUID erasure) {
    return jdbc.sql(CLIPS).query(Integer.class).single()
        + jdbc.sql(CLIPS_OF_THAT_TIME).param("erasure", erasure).query(Integer.class).single();
  }

  /** Forgets what was decided about noted violations; says how many decisions. */
  int eraseDecisions() {
    return jdbc.sql(DECISIONS).update();
  }

  /** Takes out the noted violations themselves, after what hangs on them. */
  void eraseViolations() {
    jdbc.sql(VIOLATIONS).update();
  }

  /** Has the recordings of which it covers some leave their store; says how many. */
  int eraseRecordings(UUID erasure) {
    return jdbc.sql(RECORDINGS).param("erasure", erasure).update();
  }

  /** Takes what it covers out of a table of what was seen; says how many rows. */
  public int erase(String table, UUID erasure) {
    return jdbc.sql(
            """
            DELETE FROM %s AS seen USING erasures AS erasure
            WHERE erasure.id = :erasure AND seen.camera_id = ANY (erasure.camera_ids)
              AND seen.timestamp >= erasure.from_at AND seen.timestamp < erasure.to_at
              AND NOT EXISTS (
                SELECT FROM jsonb_to_recordset(erasure.kept) AS held (camera_id text, "from" timestamptz, "to" timestamptz)
                WHERE held.camera_id = seen.camera_id AND seen.timestamp BETWEEN held."from" AND held."to")
            """
                .formatted(table))
        .param("erasure", erasure)
        .update();
  }

  /** The same of every erasure there ever was. */
  public void eraseAll(String table) {
    jdbc.sql("SELECT id FROM erasures")
        .query(UUID.class)
        .list()
        .forEach(erasure -> erase(table, erasure));
  }
}
