package io.cleansight.query.detection;

import io.cleansight.query.access.Caller;
import io.cleansight.query.detection.DetectionReader.DetectionView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/records/detection-records/{camera_id}}: the frames that the save policy kept. */
@RestController
class DetectionController {
  private static final Duration RECENT = Duration.ofDays(1);

  private final DetectionReader detections;
  private final Clock clock;

  DetectionController(DetectionReader detections, Clock clock) {
    this.detections = detections;
    this.clock = clock;
  }

  /** The frames of a camera that were kept, newest first. */
  @GetMapping("/api/v1/records/detection-records/{camera}")
  Page<DetectionView> page(
      Caller caller, @PathVariable String camera, PeriodQuery period, PageQuery part) {
    PageRequest request = part.request();
    TimeRange range = period.range(RECENT, clock);
    return Page.of(detections.page(caller, Parameters.camera(camera), range, request), request);
  }
}
