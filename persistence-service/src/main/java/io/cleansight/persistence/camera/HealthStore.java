package io.cleansight.persistence.camera;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.CameraHealth;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Each camera's latest word. */
@Repository
class HealthStore {
  private static final String FIND =
      "SELECT camera_id, at, state, source_kind, generation FROM camera_status WHERE camera_id IN (:cameras)";
  private static final String SET =
      """
      INSERT INTO camera_status
        (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped, reason, generation,
         clock_skew_millis, bits_per_second, last_error, last_error_at, instance, reason_code, last_error_code, since)
      VALUES (:camera, :at, :state, :kind, :fps, :epoch, :captured, :published, :dropped::jsonb, :reason, :generation,
              :skew, :bits, :lastError, :lastErrorAt, :instance, :reasonCode, :lastErrorCode, :since)
      ON CONFLICT (camera_id) DO UPDATE SET
        at = EXCLUDED.at, state = EXCLUDED.state, source_kind = EXCLUDED.source_kind, fps = EXCLUDED.fps,
        epoch = EXCLUDED.epoch, captured = EXCLUDED.captured, published = EXCLUDED.published,
        dropped = EXCLUDED.dropped, reason = EXCLUDED.reason,
        generation = GREATEST(camera_status.generation, EXCLUDED.generation),
        clock_skew_millis = EXCLUDED.clock_skew_millis, bits_per_second = EXCLUDED.bits_per_second,
        last_error = EXCLUDED.last_error, last_error_at = EXCLUDED.last_error_at, instance = EXCLUDED.instance,
        reason_code = EXCLUDED.reason_code, last_error_code = EXCLUDED.last_error_code,
        since = EXCLUDED.since
      WHERE camera_status.at < EXCLUDED.at
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  HealthStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Map<String, Watched> find(Collection<String> cameras) {
    var found = new HashMap<String, Watched>();
    jdbc.sql(FIND)
        .param("cameras", cameras)
        .query(
            row -> {
              boolean live = SourceKind.LIVE.is(row.getString("source_kind"));
              found.put(
                  row.getString("camera_id"),
                  new Watched(
                      row.getObject("at", OffsetDateTime.class).toInstant(),
                      live && CameraStatus.ONLINE.is(row.getString("state")),
                      row.getLong("generation")));
            });
    return found;
  }

  /**
   * Sets a camera's state, unless a later one is known.
   *
   * @param when it was so
   */
  void set(CameraHealth health, Instant when) {
    jdbc.sql(SET)
        .param("camera", health.getCameraId())
        .param("at", when.atOffset(UTC))
        .param("state", health.getState())
        .param("kind", health.getSourceKind())
        .param("fps", health.getFps())
        .param("epoch", health.getEpoch().atOffset(UTC))
        .param("captured", health.getCaptured())
        .param("published", health.getPublished())
        .param("dropped", json.writeValueAsString(health.getDropped()))
        .param("reason", health.getReason(), Types.VARCHAR)
        .param("generation", health.getGeneration())
        .param("skew", health.getClockSkewMillis(), Types.BIGINT)
        .param("bits", health.getBitsPerSecond(), Types.BIGINT)
        .param("lastError", health.getLastError(), Types.VARCHAR)
        .param("lastErrorAt", instant(health.getLastErrorAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("instance", health.getInstance(), Types.VARCHAR)
        .param("reasonCode", health.getReasonCode(), Types.VARCHAR)
        .param("lastErrorCode", health.getLastErrorCode(), Types.VARCHAR)
        .param("since", instant(health.getSince()), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static @Nullable OffsetDateTime instant(@Nullable Instant at) {
    return at == null ? null : at.atOffset(UTC);
  }
}
