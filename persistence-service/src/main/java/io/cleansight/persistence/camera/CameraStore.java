package io.cleansight.persistence.camera;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Cameras with their zones, how their frames are taken, and what they choose to keep. */
@Repository
class CameraStore {
  private static final String SET =
      """
      INSERT INTO cameras AS camera
        (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis, save_strategy, save_interval,
         labels, has_source, has_substream, frames_per_second, still_frames_per_second, jpeg_quality, longest_side,
         keep_video, record_video, set_at, set_offset)
      VALUES (:id, :name, :enabled, :zones::jsonb, :steps::jsonb, :wash, :window, :strategy, :interval,
              :labels::jsonb, :hasSource, :hasSubstream, :rate, :stillRate, :quality, :side,
              :keepVideo, :recordVideo, :at, :offset)
      ON CONFLICT (id) DO UPDATE SET
        name = EXCLUDED.name, enabled = EXCLUDED.enabled, zones = EXCLUDED.zones,
        required_steps = EXCLUDED.required_steps, minimum_wash_millis = EXCLUDED.minimum_wash_millis,
        step_window_millis = EXCLUDED.step_window_millis, save_strategy = EXCLUDED.save_strategy,
        save_interval = EXCLUDED.save_interval, labels = EXCLUDED.labels, has_source = EXCLUDED.has_source,
        has_substream = EXCLUDED.has_substream, frames_per_second = EXCLUDED.frames_per_second,
        still_frames_per_second = EXCLUDED.still_frames_per_second, jpeg_quality = EXCLUDED.jpeg_quality,
        longest_side = EXCLUDED.longest_side, keep_video = EXCLUDED.keep_video,
        record_video = EXCLUDED.record_video, set_at = EXCLUDED.set_at, set_offset = EXCLUDED.set_offset
      WHERE (camera.set_at, camera.set_offset) < (EXCLUDED.set_at, EXCLUDED.set_offset)
      """;

  private static final String WITHDRAW =
      "DELETE FROM cameras WHERE id = :id AND (set_at, set_offset) < (:at, :offset)";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  CameraStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Sets a camera, unless it was set later than so.
   *
   * @param at when, and {@code offset} where in the topic, it was set
   */
  void set(Camera camera, Instant at, long offset) {
    jdbc.sql(SET)
        .param("id", camera.getCameraId())
        .param("name", camera.getName())
        .param("enabled", camera.getEnabled())
        .param("zones", json.writeValueAsString(zones(camera.getZones())))
        .param("steps", json.writeValueAsString(camera.getRequiredSteps()))
        .param("wash", camera.getMinimumWashMillis())
        .param("window", camera.getStepWindowMillis())
        .param("strategy", camera.getSaveStrategy(), Types.VARCHAR)
        .param("interval", camera.getSaveInterval(), Types.INTEGER)
        .param("hasSource", camera.getHasSource())
        .param("hasSubstream", camera.getHasSubstream())
        .param("rate", camera.getFramesPerSecond(), Types.DOUBLE)
        .param("stillRate", camera.getStillFramesPerSecond(), Types.DOUBLE)
        .param("quality", camera.getJpegQuality(), Types.INTEGER)
        .param("side", camera.getLongestSide(), Types.INTEGER)
        .param("keepVideo", camera.getKeepVideo())
        .param("recordVideo", camera.getRecordVideo())
        .param("labels", json.writeValueAsString(camera.getLabels()))
        .param("at", at.atOffset(UTC))
        .param("offset", offset)
        .update();
  }

  /** Lets go of a camera's settings, unless they were made later; its record stays. */
  void withdraw(String camera, Instant at, long offset) {
    jdbc.sql(WITHDRAW)
        .param("id", camera)
        .param("at", at.atOffset(UTC))
        .param("offset", offset)
        .update();
  }

  private static List<Map<String, Object>> zones(List<Zone> zones) {
    return zones.stream().map(CameraStore::zone).toList();
  }

  private static Map<String, Object> zone(Zone zone) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("zone_id", zone.getZoneId());
    fields.put("type", zone.getType());
    fields.put("corners", zone.getCorners().stream().map(CameraStore::corner).toList());
    fields.put("minimum_dwell_millis", zone.getMinimumDwellMillis());
    return fields;
  }

  private static Map<String, Double> corner(Corner corner) {
    var fields = new LinkedHashMap<String, Double>();
    fields.put("x", corner.getX());
    fields.put("y", corner.getY());
    return fields;
  }
}
