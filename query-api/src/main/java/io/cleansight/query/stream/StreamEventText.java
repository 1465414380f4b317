package io.cleansight.query.stream;

import io.cleansight.contracts.Bbox;
import io.cleansight.event.Alert;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events in the words of the REST interface.
 *
 * @param cameras all that it is about: who may not see one of them does not hear of it
 */
record StreamEventText(String kind, String cameraId, Set<String> cameras, String data) {

  static Optional<StreamEventText> of(SpecificRecord event, JsonMapper json) {
    return switch (event) {
      case Violation it -> Optional.of(text("violation", it.getCameraId(), violation(it), json));
      case Alert it ->
          Optional.of(
              new StreamEventText(
                  "alert", it.getCameraId(), cameras(it), json.writeValueAsString(alert(it))));
      case CameraHealth it -> Optional.of(text("camera", it.getCameraId(), camera(it), json));
      default -> Optional.empty();
    };
  }

  private static StreamEventText text(
      String kind, String camera, Map<String, Object> fields, JsonMapper json) {
    return new StreamEventText(kind, camera, Set.of(camera), json.writeValueAsString(fields));
  }

  private static Set<String> cameras(Alert it) {
    var cameras = new HashSet<>(it.getMembers());
    cameras.add(it.getCameraId());
    return Set.copyOf(cameras);
  }

  private static Map<String, Object> violation(Violation it) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", it.getViolationId());
    fields.put("camera_id", it.getCameraId());
    fields.put("state", it.getState());
    fields.put("timestamp", it.getOpenedAt());
    fields.put("closed_at", it.getClosedAt());
    fields.put("violation_type", it.getType());
    fields.put("track_id", it.getTrackId());
    fields.put("confidence", it.getConfidence());
    fields.put("bbox", Bbox.of(it.getBox()));
    fields.put("reason", it.getReason());
    fields.put("severity", it.getSeverity());
    fields.put("reason_code", it.getReasonCode());
    fields.put("reason_parameters", it.getReasonParameters());
    return fields;
  }

  private static Map<String, Object> alert(Alert it) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", it.getAlertId());
    fields.put("rule_id", it.getRuleId());
    fields.put("rule_name", it.getRuleName());
    fields.put("camera_id", it.getCameraId());
    fields.put("members", it.getMembers());
    fields.put("state", it.getState());
    fields.put("timestamp", it.getRaisedAt());
    fields.put("resolved_at", it.getResolvedAt());
    fields.put("alert_type", it.getAlertType());
    fields.put("message", it.getMessage());
    fields.put("priority", it.getPriority());
    fields.put("count", it.getCount());
    fields.put("silence_id", it.getSilenceId());
    fields.put("message_code", it.getMessageCode());
    fields.put("message_parameters", it.getMessageParameters());
    return fields;
  }

  private static Map<String, Object> camera(CameraHealth it) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("camera_id", it.getCameraId());
    fields.put("at", it.getAt());
    fields.put("state", it.getState());
    fields.put("source_kind", it.getSourceKind());
    fields.put("fps", it.getFps());
    fields.put("captured", it.getCaptured());
    fields.put("published", it.getPublished());
    fields.put("dropped", it.getDropped());
    fields.put("reason", it.getReason());
    fields.put("clock_skew_millis", it.getClockSkewMillis());
    fields.put("bits_per_second", it.getBitsPerSecond());
    fields.put("last_error", it.getLastError());
    fields.put("last_error_at", it.getLastErrorAt());
    fields.put("instance", it.getInstance());
    fields.put("reason_code", it.getReasonCode());
    fields.put("last_error_code", it.getLastErrorCode());
    fields.put("since", it.getSince());
    return fields;
  }
}
