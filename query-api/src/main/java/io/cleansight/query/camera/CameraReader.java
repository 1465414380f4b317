package io.cleansight.query.camera;

import static io.cleansight.contracts.vocabulary.video.CameraReason.NEVER_SPOKEN;
import static io.cleansight.contracts.vocabulary.video.CameraReason.SILENT;
import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.Versioned;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads cameras with their settings and what they said last. */
@Repository
class CameraReader {
  private static final String SELECT =
      """
      SELECT camera_id, at, source_kind, fps, captured, published, dropped::text AS dropped,
             CASE WHEN at IS NULL THEN 'offline' WHEN silent THEN 'offline' ELSE state END AS state,
             CASE WHEN at IS NULL THEN '%s' WHEN silent THEN '%s' ELSE reason END AS reason,
             CASE WHEN at IS NULL THEN '%s' WHEN silent THEN '%s' ELSE reason_code END AS reason_code,
             CASE WHEN silent AND state <> 'offline' THEN at ELSE since END AS since,
             name, enabled, labels::text AS labels, zones::text AS zones, required_steps::text AS required_steps,
             minimum_wash_millis, step_window_millis, save_strategy, save_interval,
             has_source, has_substream, frames_per_second, still_frames_per_second, jpeg_quality, longest_side,
             keep_video, record_video, clock_skew_millis, bits_per_second, last_error, last_error_at, last_error_code,
             instance, version
      FROM (
        SELECT COALESCE(status.camera_id, setting.id) AS camera_id, status.at, status.source_kind, status.fps,
               status.captured, status.published, status.dropped, status.state, status.reason,
               status.clock_skew_millis, status.bits_per_second, status.last_error, status.last_error_at,
               status.last_error_code, status.reason_code, status.since, status.instance,
               COALESCE(setting.name, status.camera_id) AS name, COALESCE(setting.enabled, true) AS enabled,
               COALESCE(setting.labels, '[]') AS labels, COALESCE(setting.zones, '[]') AS zones,
               COALESCE(setting.required_steps, '[]') AS required_steps,
               COALESCE(setting.minimum_wash_millis, 20000) AS minimum_wash_millis,
               COALESCE(setting.step_window_millis, 3600000) AS step_window_millis,
               setting.save_strategy, setting.save_interval, COALESCE(setting.has_source, false) AS has_source,
               COALESCE(setting.has_substream, false) AS has_substream, setting.frames_per_second,
               setting.still_frames_per_second, setting.jpeg_quality, setting.longest_side,
               COALESCE(setting.keep_video, true) AS keep_video,
               COALESCE(setting.record_video, false) AS record_video,
               COALESCE(setting.set_offset + 1, 0) AS version,
               status.state NOT IN ('finished', 'off') AND status.at < now() - interval '15 seconds' AS silent
        FROM camera_status AS status FULL JOIN cameras AS setting ON setting.id = status.camera_id) AS camera\
      """
          .formatted(NEVER_SPOKEN.words(), SILENT.words(), NEVER_SPOKEN.word(), SILENT.word());
  private static final String AS_SENT =
      "SELECT true FROM cameras WHERE id = :id AND (set_at, set_offset) >= (:at, :offset)";
  private static final String SET = "SELECT true FROM cameras WHERE id = :id";
  private static final String LINES =
      """
      SELECT zone ->> 'zone_id' FROM cameras, jsonb_array_elements(zones) AS zone
      WHERE id = :id AND jsonb_array_length(zone -> 'corners') = 2\
      """;
  private static final String KEPT =
      """
      SELECT status.camera_id IS NOT NULL AS spoken, COALESCE(setting.set_offset + 1, 0) AS version,
             COALESCE(setting.has_source, false) AS has_source, COALESCE(setting.has_substream, false) AS has_substream
      FROM (SELECT CAST(:id AS text) AS id) AS asked
      LEFT JOIN cameras AS setting ON setting.id = asked.id
      LEFT JOIN camera_status AS status ON status.camera_id = asked.id
      """;

  private final JdbcClient jdbc;

  CameraReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A camera.
   *
   * @param at when it last spoke; null: never
   * @param state online, blind (frames come and show nothing), stalled, offline, waiting (a
   *     recorded file, held until what was published has been judged), finished (a recorded file,
   *     played and judged to its end) or off
   * @param since when that state began; null: not known
   * @param reason why it is not online, in English
   * @param reasonCode the same as a code that a program may ask for; others may follow
   * @param dropped frames dropped by reason
   * @param fps frames a second that it publishes; {@code framesPerSecond} is what was set, null: as
   *     capture-service is
   * @param hasSource whether a source was set here; it is not told
   * @param hasSubstream whether a substream was set here; it is not told
   * @param jpegQuality of its frames, 1 to 100; null: as capture-service is set
   * @param longestSide of its frames in pixels; null: as they come
   * @param stillFramesPerSecond frames a second while nothing moves; null: as many as else
   * @param keepVideo whether its video is kept for clips
   * @param recordVideo whether all of its video is recorded
   * @param clockSkewMillis clock of the machine that captures it minus the broker's; null: not
   *     measured
   * @param bitsPerSecond what comes from the camera; null: not measured
   * @param lastError what was wrong last, also where it is online again
   * @param instance of capture-service that captures it
   * @param version of what is set, for If-Match; 0: nothing is
   */
  record CameraView(
      String cameraId,
      String name,
      boolean enabled,
      @Nullable OffsetDateTime at,
      String state,
      @Nullable OffsetDateTime since,
      @Nullable String sourceKind,
      @Nullable Double fps,
      @Nullable Long captured,
      @Nullable Long published,
      @JsonRawValue @Nullable String dropped,
      @Nullable String reason,
      @Nullable String reasonCode,
      @JsonRawValue String labels,
      @JsonRawValue String zones,
      @JsonRawValue String requiredSteps,
      long minimumWashMillis,
      long stepWindowMillis,
      @Nullable String saveStrategy,
      @Nullable Integer saveInterval,
      boolean hasSource,
      boolean hasSubstream,
      @Nullable Double framesPerSecond,
      @Nullable Double stillFramesPerSecond,
      @Nullable Integer jpegQuality,
      @Nullable Integer longestSide,
      boolean keepVideo,
      boolean recordVideo,
      @Nullable Long clockSkewMillis,
      @Nullable Long bitsPerSecond,
      @Nullable String lastError,
      @Nullable OffsetDateTime lastErrorAt,
      @Nullable String lastErrorCode,
      @Nullable String instance,
      long version)
      implements Versioned {}

  /** Of which of a camera's streams it is set where they come from. */
  record Streams(boolean main, boolean substream) {
    static final Streams NONE = new Streams(false, false);
  }

  /**
   * What the record has of a camera.
   *
   * @param spoken whether it ever has
   * @param version of what is set; 0: nothing is
   */
  record Kept(boolean spoken, long version, boolean hasSource, boolean hasSubstream) {
    boolean exists() {
      return spoken || version > 0;
    }

    Streams streams() {
      return new Streams(hasSource, hasSubstream);
    }
  }

  /** Those that the caller may see, by id. */
  List<CameraView> all(Caller caller) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .ending("ORDER BY camera_id LIMIT 1000")
        .on(jdbc)
        .query(CameraView.class)
        .list();
  }

  Optional<CameraView> find(Caller caller, @Nullable String id) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .where("camera_id", id)
        .on(jdbc)
        .query(CameraView.class)
        .optional();
  }

  /** True once its settings are as they were sent, or as somebody has sent them since. */
  Optional<Boolean> isSet(String id, CommandPublisher.Sent sent) {
    return jdbc.sql(AS_SENT)
        .param("id", id)
        .param("at", sent.at().atOffset(UTC))
        .param("offset", sent.offset())
        .query(Boolean.class)
        .optional();
  }

  /** Names of its zones that are lines. */
  Set<String> lines(String id) {
    return Set.copyOf(jdbc.sql(LINES).param("id", id).query(String.class).list());
  }

  boolean isSet(String id) {
    return jdbc.sql(SET).param("id", id).query(Boolean.class).optional().isPresent();
  }

  /** What there is of a camera, be it nothing. */
  Kept kept(String id) {
    return jdbc.sql(KEPT).param("id", id).query(Kept.class).single();
  }
}
