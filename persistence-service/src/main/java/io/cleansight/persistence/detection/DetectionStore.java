package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Bbox;
import io.cleansight.event.Activity;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Records of single frames, in partitions of a day that are made when first needed. */
@Repository
class DetectionStore {
  private static final String INSERT =
      """
      INSERT INTO detection_records
        (id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
         person_detections, hairnet_results, handwash_results, sanitize_results, processing_time, fps)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?)
      ON CONFLICT (id, timestamp) DO NOTHING
      """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final Set<LocalDate> partitions = ConcurrentHashMap.newKeySet();

  DetectionStore(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Makes the partitions that those frames need; outside of any transaction, since it locks the
   * table for a moment.
   */
  void prepare(List<Activity> frames) {
    frames.stream()
        .map(frame -> frame.getCapturedAt().atOffset(UTC).toLocalDate())
        .distinct()
        .filter(day -> !partitions.contains(day))
        .forEach(
            day -> {
              jdbc.execute(
                  "CREATE TABLE IF NOT EXISTS detection_records_%s PARTITION OF detection_records FOR VALUES FROM ('%s+00') TO ('%s+00')"
                      .formatted(
                          DateTimeFormatter.BASIC_ISO_DATE.format(day),
                          day + " 00:00",
                          day.plusDays(1) + " 00:00"));
              partitions.add(day);
            });
  }

  void insert(List<Activity> frames) {
    jdbc.batchUpdate(INSERT, frames.stream().map(this::row).toList());
  }

  private Object[] row(Activity frame) {
    return new Object[] {
      frame.getFrameId(),
      frame.getCameraId(),
      frame.getCapturedAt().atOffset(UTC),
      frame.getSequence(),
      frame.getPeople().size(),
      frame.getHairnetViolations(),
      Hour.count(frame, "handwash"),
      Hour.count(frame, "sanitize"),
      json.writeValueAsString(frame.getPeople().stream().map(DetectionStore::person).toList()),
      json.writeValueAsString(frame.getPeople().stream().map(DetectionStore::hairnet).toList()),
      json.writeValueAsString(events(frame, "handwash")),
      json.writeValueAsString(events(frame, "sanitize")),
      frame.getProcessingMicros() / 1e6,
      frame.getFps()
    };
  }

  private static Map<String, Object> person(Person person) {
    return Map.of(
        "track_id",
        person.getTrackId(),
        "confidence",
        person.getScore(),
        "bbox",
        Bbox.of(person.getBox()));
  }

  private static Map<String, Object> hairnet(Person person) {
    return person.getVerdicts().stream()
        .filter(verdict -> verdict.getItem().equals("hairnet"))
        .findFirst()
        .<Map<String, Object>>map(
            verdict ->
                Map.of(
                    "track_id", person.getTrackId(),
                    "verdict", verdict.getVerdict(),
                    "confidence", verdict.getConfidence()))
        .orElseGet(() -> Map.of("track_id", person.getTrackId(), "verdict", "unknown"));
  }

  private static List<Map<String, Object>> events(Activity frame, String type) {
    return frame.getEvents().stream()
        .filter(event -> event.getType().equals(type))
        .map(DetectionStore::event)
        .collect(Collectors.toList());
  }

  private static Map<String, Object> event(HygieneEvent event) {
    return Map.of(
        "track_id", event.getTrackId(),
        "at", event.getAt().toString(),
        "duration_millis", event.getDurationMillis());
  }
}
