package io.cleansight.query.detection;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageItem;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the frames that were kept. */
@Repository
class DetectionReader {
  private static final String SELECT =
      """
      SELECT id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
             person_detections::text AS person_detections, hairnet_results::text AS hairnet_results,
             processing_time, fps
      FROM detection_records""";

  private final JdbcClient jdbc;

  DetectionReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
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

  List<DetectionView> page(
      Caller caller, @Nullable String camera, TimeRange range, PageRequest request) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .where("camera_id", camera)
        .within("timestamp", range)
        .newestFirst(request)
        .on(jdbc)
        .query(DetectionView.class)
        .list();
  }
}
