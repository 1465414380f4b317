package io.cleansight.persistence.violation;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Bbox;
import io.cleansight.contracts.vocabulary.EvidenceState;
import io.cleansight.event.Step;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Violations; each is new once, on its first arrival. */
@Repository
class ViolationStore {
  private static final String OPEN =
      """
      INSERT INTO violation_events
        (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, severity, timeline,
         counted, untimely, visit_id, visit_started_at, zones, closed_at, reason_code, reason_parameters,
         snapshot_state, snapshot_path)
      SELECT :id, :detection, :camera, :at, :type, :track, :confidence, :bbox::jsonb, :reason, :severity,
             :timeline::jsonb, :counted, :untimely, :visit::uuid, :visit_started::timestamptz,
             ARRAY(SELECT jsonb_array_elements_text(:zones::jsonb)), :closed, :reason_code,
             :reason_parameters::jsonb, COALESCE(picture.state, 'awaited'), picture.path
      FROM (SELECT) AS one LEFT JOIN violation_snapshots picture ON picture.violation_id = :id
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String CLOSE =
      "UPDATE violation_events SET closed_at = :closed WHERE id = :id AND closed_at IS DISTINCT FROM :closed";
  private static final String SHOW_PICTURE =
      """
      UPDATE violation_events SET snapshot_path = :path, snapshot_state = :state
      WHERE id = :id AND snapshot_state = 'awaited'
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ViolationStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Writes what the event says; true if the violation was not there before.
   *
   * @param counted whether it is to count in its hour if it is new
   */
  boolean record(Violation violation, boolean counted) {
    boolean isNew = open(violation, counted);
    if (!isNew) {
      close(violation);
    }
    return isNew;
  }

  private boolean open(Violation violation, boolean counted) {
    return jdbc.sql(OPEN)
            .param("id", violation.getViolationId())
            .param("detection", violation.getFrameId())
            .param("camera", violation.getCameraId())
            .param("at", violation.getOpenedAt().atOffset(UTC))
            .param("type", violation.getType())
            .param("track", violation.getTrackId())
            .param("confidence", violation.getConfidence())
            .param("bbox", json.writeValueAsString(Bbox.of(violation.getBox())))
            .param("reason", violation.getReason())
            .param("reason_code", violation.getReasonCode(), java.sql.Types.VARCHAR)
            .param("reason_parameters", reasonParameters(violation), java.sql.Types.VARCHAR)
            .param("severity", violation.getSeverity())
            .param("timeline", json.writeValueAsString(steps(violation.getTimeline())))
            .param("counted", counted)
            .param("untimely", violation.getUntimely(), java.sql.Types.VARCHAR)
            .param("visit", violation.getVisitId(), java.sql.Types.OTHER)
            .param(
                "visit_started",
                timestamp(violation.getVisitStartedAt()),
                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
            .param("zones", json.writeValueAsString(violation.getZones()))
            .param(
                "closed",
                timestamp(violation.getClosedAt()),
                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
            .update()
        == 1;
  }

  /** Null where there is no code for which they are. */
  private @Nullable String reasonParameters(Violation violation) {
    return violation.getReasonCode() == null
        ? null
        : json.writeValueAsString(violation.getReasonParameters());
  }

  /** One that was open when it came, if it has ended since. */
  private void close(Violation violation) {
    Instant closedAt = violation.getClosedAt();
    if (closedAt != null) {
      jdbc.sql(CLOSE)
          .param("id", violation.getViolationId())
          .param("closed", closedAt.atOffset(UTC))
          .update();
    }
  }

  /** Tells the violation, if it has come already, where its picture is or that there is none. */
  void showPicture(UUID id, Optional<String> path) {
    jdbc.sql(SHOW_PICTURE)
        .param("id", id)
        .param(
            "state", path.isPresent() ? EvidenceState.PRESENT.word() : EvidenceState.MISSING.word())
        .param("path", path.orElse(null), java.sql.Types.VARCHAR)
        .update();
  }

  private static List<Map<String, Object>> steps(List<Step> timeline) {
    return timeline.stream().map(ViolationStore::step).toList();
  }

  private static Map<String, Object> step(Step step) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("what", step.getWhat());
    fields.put("at", step.getAt().toString());
    fields.put("duration_millis", step.getDurationMillis());
    return fields;
  }

  private static @Nullable OffsetDateTime timestamp(@Nullable Instant at) {
    return at == null ? null : at.atOffset(UTC);
  }
}
