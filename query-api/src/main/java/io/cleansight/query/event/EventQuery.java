package io.cleansight.query.event;

import io.cleansight.query.web.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which events are asked for.
 *
 * @param camera of that camera; absent: of each
 * @param kind violation, alert or hygiene; absent: all
 */
@ParameterObject
record EventQuery(
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(required = false) @Nullable String kind) {
  private static final Set<String> KINDS = Set.of("violation", "alert", "hygiene");

  EventQuery {
    Parameters.camera(camera);
    Parameters.oneOf("kind", kind, KINDS);
  }
}
