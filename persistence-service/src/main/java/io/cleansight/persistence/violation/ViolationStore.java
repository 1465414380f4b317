package io.cleansight.persistence.violation;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Bbox;
import io.cleansight.contracts.Words;
import io.cleansight.event.Evidence;
import io.cleansight.event.Violation;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Violations with their pictures; each counts in its hour on its first arrival, and only then. */
@Repository
class ViolationStore {
  private static final String OPEN =
      """
      WITH added AS (
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, closed_at,
           snapshot_state, snapshot_path)
        SELECT :id, :detection, :camera, :at, :type, :track, :confidence, :bbox::jsonb, :reason, :closed,
               COALESCE(picture.state, 'awaited'), picture.path
        FROM (SELECT) AS one LEFT JOIN violation_snapshots picture ON picture.violation_id = :id
        ON CONFLICT (id) DO NOTHING
        RETURNING camera_id, date_trunc('hour', timestamp, 'UTC') AS hour_start, violation_type)
      INSERT INTO statistics_hourly AS hour (camera_id, hour_start, total_violations, total_hairnet_violations)
      SELECT camera_id, hour_start, 1, CASE violation_type WHEN 'no_hairnet' THEN 1 ELSE 0 END FROM added
      ON CONFLICT (camera_id, hour_start) DO UPDATE SET
        total_violations = hour.total_violations + EXCLUDED.total_violations,
        total_hairnet_violations = hour.total_hairnet_violations + EXCLUDED.total_hairnet_violations
      """;
  private static final String CLOSE =
      "UPDATE violation_events SET closed_at = :closed WHERE id = :id AND closed_at IS DISTINCT FROM :closed";
  private static final String KEEP_PICTURE =
      """
      INSERT INTO violation_snapshots (violation_id, state, path, jpeg, sha256)
      VALUES (:id, :state, :path, :jpeg, :sha256)
      ON CONFLICT (violation_id) DO NOTHING
      """;
  private static final String SHOW_PICTURE =
      """
      UPDATE violation_events SET snapshot_path = :path, snapshot_state = :state
      WHERE id = :id AND snapshot_state = 'awaited'
      """;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(UTC);

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ViolationStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void record(Violation violation) {
    Instant closedAt = violation.getClosedAt();
    jdbc.sql(OPEN)
        .param("id", violation.getViolationId())
        .param("detection", violation.getFrameId())
        .param("camera", violation.getCameraId())
        .param("at", violation.getOpenedAt().atOffset(UTC))
        .param("type", violation.getType())
        .param("track", violation.getTrackId())
        .param("confidence", violation.getConfidence())
        .param("bbox", json.writeValueAsString(Bbox.of(violation.getBox())))
        .param("reason", violation.getReason())
        .param("closed", timestamp(closedAt), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
    if (closedAt != null) {
      jdbc.sql(CLOSE)
          .param("id", violation.getViolationId())
          .param("closed", timestamp(closedAt), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
          .update();
    }
  }

  void attach(Evidence evidence) {
    ByteBuffer jpeg = evidence.getState().equals(Words.PRESENT) ? evidence.getJpeg() : null;
    UUID id = evidence.getViolationId();
    String path =
        jpeg == null
            ? null
            : "violations/" + DAY.format(evidence.getCapturedAt()) + "/" + id + ".jpg";
    String state = jpeg == null ? Words.MISSING : Words.PRESENT;
    jdbc.sql(KEEP_PICTURE)
        .param("id", id)
        .param("state", state)
        .param("path", path, java.sql.Types.VARCHAR)
        .param("jpeg", bytes(jpeg), java.sql.Types.BINARY)
        .param("sha256", jpeg == null ? null : evidence.getSha256(), java.sql.Types.VARCHAR)
        .update();
    jdbc.sql(SHOW_PICTURE)
        .param("id", id)
        .param("state", state)
        .param("path", path, java.sql.Types.VARCHAR)
        .update();
  }

  private static java.time.@Nullable OffsetDateTime timestamp(@Nullable Instant at) {
    return at == null ? null : at.atOffset(UTC);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
