package io.cleansight.query.alert;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.query.web.Parameters;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which alerts are asked for.
 *
 * @param camera of that camera; absent: of each
 * @param status with that status; absent: with any
 * @param notifications {@code given_up}: only those of which somebody could not be notified; {@code
 *     waiting}: only those of which somebody is still to be notified
 */
@ParameterObject
record AlertQuery(
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(required = false) @Nullable String status,
    @RequestParam(required = false) @Nullable String notifications) {
  private static final Set<String> STATUSES =
      Term.words(List.of(AlertState.RAISED, AlertState.ACKNOWLEDGED, AlertState.RESOLVED));
  private static final Set<String> UNDELIVERED =
      Set.of(NotificationOutcome.GIVEN_UP.word(), "waiting");

  AlertQuery {
    Parameters.camera(camera);
    Parameters.oneOf("status", status, STATUSES);
    Parameters.oneOf("notifications", notifications, UNDELIVERED);
  }
}
