package io.cleansight.query.export;

import io.cleansight.query.web.Parameters;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Of what a table is exported, and how.
 *
 * @param camera of that camera; absent: of each
 * @param timeZone in which times are told
 */
@ParameterObject
record ExportQuery(
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(name = "time_zone", defaultValue = "UTC") String timeZone) {
  ExportQuery {
    Parameters.camera(camera);
    Parameters.timeZone(timeZone);
  }

  ZoneId zone() {
    return ZoneId.of(timeZone);
  }
}
