package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The hours of statistics_hourly. */
@Repository
class HourStore {
  private static final String ADD =
      """
      INSERT INTO statistics_hourly AS hour
        (camera_id, hour_start, total_frames, total_persons, total_handwash_events, total_sanitize_events,
         stale_frames, fps_sum, processing_time_sum, min_processing_time, max_processing_time)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (camera_id, hour_start) DO UPDATE SET
        total_frames = hour.total_frames + EXCLUDED.total_frames,
        total_persons = hour.total_persons + EXCLUDED.total_persons,
        total_handwash_events = hour.total_handwash_events + EXCLUDED.total_handwash_events,
        total_sanitize_events = hour.total_sanitize_events + EXCLUDED.total_sanitize_events,
        stale_frames = hour.stale_frames + EXCLUDED.stale_frames,
        fps_sum = hour.fps_sum + EXCLUDED.fps_sum,
        processing_time_sum = hour.processing_time_sum + EXCLUDED.processing_time_sum,
        min_processing_time = LEAST(hour.min_processing_time, EXCLUDED.min_processing_time),
        max_processing_time = GREATEST(hour.max_processing_time, EXCLUDED.max_processing_time)
      """;

  private final JdbcTemplate jdbc;

  HourStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds to each hour; the caller gives them in order and each once. */
  void add(List<Hour> hours) {
    jdbc.batchUpdate(
        ADD,
        hours.stream()
            .map(
                hour ->
                    new Object[] {
                      hour.key().camera(),
                      hour.key().start().atOffset(UTC),
                      hour.frames(),
                      hour.persons(),
                      hour.handwashes(),
                      hour.sanitisations(),
                      hour.stale(),
                      hour.fpsSum(),
                      hour.secondsSum(),
                      hour.secondsLeast(),
                      hour.secondsMost()
                    })
            .toList());
  }
}
