package io.cleansight.query.camera;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/cameras}: every camera that ever spoke, with its latest word; one that fell silent
 * is offline.
 */
@RestController
class CameraController {
  private static final String SELECT =
      """
      SELECT camera_id, at, source_kind, fps, captured, published, dropped::text AS dropped,
             CASE WHEN silent THEN 'offline' ELSE state END AS state,
             CASE WHEN silent THEN 'has not spoken for more than 15 s' ELSE reason END AS reason
      FROM (SELECT *, state <> 'finished' AND at < now() - interval '15 seconds' AS silent FROM camera_status) AS camera
      ORDER BY camera_id LIMIT 1000
      """;

  private final JdbcClient jdbc;

  CameraController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A camera.
   *
   * @param at when it last spoke
   * @param dropped frames dropped by reason
   */
  record CameraView(
      String cameraId,
      OffsetDateTime at,
      String state,
      String sourceKind,
      double fps,
      long captured,
      long published,
      @JsonRawValue String dropped,
      @Nullable String reason) {}

  @GetMapping("/api/v1/cameras")
  List<CameraView> all() {
    return jdbc.sql(SELECT).query(CameraView.class).list();
  }
}
