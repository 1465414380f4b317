package io.cleansight.query.detection;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.web.PageItem;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/records/detection-records/{camera_id}}: the frames that the save policy kept. */
@RestController
class DetectionController {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final String SELECT =
      """
      SELECT id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
             person_detections::text AS person_detections, hairnet_results::text AS hairnet_results,
             processing_time, fps
      FROM detection_records""";

  private final JdbcClient jdbc;
  private final Clock clock;

  DetectionController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A kept frame; names as in the table. */
  record DetectionView(
      UUID id,
      String cameraId,
      OffsetDateTime timestamp,
      long frameNumber,
      int personCount,
      int hairnetViolations,
      int handwashEvents,
      int sanitizeEvents,
      @JsonRawValue String personDetections,
      @JsonRawValue String hairnetResults,
      double processingTime,
      double fps)
      implements PageItem {}

  /** The frames of a camera that were kept, newest first. */
  @GetMapping("/api/v1/records/detection-records/{camera}")
  Page<DetectionView> page(
      Caller caller,
      @PathVariable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<DetectionView> rows =
        Sql.select(SELECT)
            .seenBy(caller)
            .where("camera_id", Parameters.camera(camera))
            .within("timestamp", TimeRange.of(from, to, RECENT, clock))
            .newestFirst(request)
            .on(jdbc)
            .query(DetectionView.class)
            .list();
    return Page.of(rows, request);
  }
}
