package io.cleansight.query.detection;

import io.cleansight.query.access.Caller;
import io.cleansight.query.detection.DetectionReader.DetectionView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
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
      Caller caller,
      @PathVariable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<DetectionView> rows =
        detections.page(
            caller, Parameters.camera(camera), TimeRange.of(from, to, RECENT, clock), request);
    return Page.of(rows, request);
  }
}
