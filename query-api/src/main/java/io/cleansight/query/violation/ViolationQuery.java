package io.cleansight.query.violation;

import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.query.web.Parameters;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which violations are asked for.
 *
 * @param camera of that camera; absent: of each
 * @param status with that status; absent: with any
 * @param type of that type; absent: of any
 */
@ParameterObject
record ViolationQuery(
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(required = false) @Nullable String status,
    @RequestParam(name = "violation_type", required = false) @Nullable String type) {
  ViolationQuery {
    Parameters.camera(camera);
    Parameters.oneOf("status", status, Term.words(ReviewStatus.class));
    Parameters.violationType(type);
  }

  /** All of one camera. */
  static ViolationQuery of(String camera) {
    return new ViolationQuery(camera, null, null);
  }
}
