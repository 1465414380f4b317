package io.cleansight.query.alert;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.query.access.Caller;
import io.cleansight.query.alert.AlertReader.AlertView;
import io.cleansight.query.alert.AlertReader.Count;
import io.cleansight.query.alert.AlertReader.NotificationCount;
import io.cleansight.query.command.Decision;
import io.cleansight.query.command.Decisions;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/alerts}: the history, and what people make of it. */
@RestController
@RequestMapping(AlertController.PATH)
class AlertController {
  static final String PATH = "/api/v1/alerts";

  private static final Duration KEPT = Duration.ofDays(400);
  private static final Set<String> STATUSES = Set.of("raised", "acknowledged", "resolved");
  private static final Set<String> UNDELIVERED = Set.of("given_up", "waiting");

  private static final Duration RECENT = Duration.ofDays(7);

  private final AlertReader alerts;
  private final Reviews reviews;
  private final Clock clock;

  AlertController(AlertReader alerts, Reviews reviews, Clock clock) {
    this.alerts = alerts;
    this.reviews = reviews;
    this.clock = clock;
  }

  /**
   * Alerts, newest first.
   *
   * @param notifications {@code given_up}: only those of which somebody could not be notified;
   *     {@code waiting}: only those of which somebody is still to be notified
   */
  @GetMapping({"", "/history"})
  Page<AlertView> page(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String notifications,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    var wanted =
        new AlertReader.Wanted(
            Parameters.camera(camera),
            Parameters.oneOf("status", status, STATUSES),
            Parameters.oneOf("notifications", notifications, UNDELIVERED),
            TimeRange.of(from, to, KEPT, clock));
    return Page.of(alerts.page(caller, wanted, request), request);
  }

  /** An alert. */
  @GetMapping("/{id}")
  AlertView one(Caller caller, @PathVariable UUID id) {
    return alerts
        .find(caller, id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no alert " + id));
  }

  /** Decides; answers with what came of it, or 202 if that takes longer than two seconds. */
  @PutMapping("/{id}/status")
  ResponseEntity<AlertView> decide(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody Decision decision,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answer(
        target(one(caller, id)),
        decision.among(AlertState.DECISIONS),
        IdempotencyKey.of(caller, key),
        () -> one(caller, id));
  }

  /** The same of many; each stands alone, and those that the caller may not see are unknown. */
  @PutMapping("/status")
  List<Decisions.Outcome> decideAll(
      Caller caller,
      @RequestBody Decisions decisions,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answerAll(
        decisions,
        AlertState.DECISIONS,
        IdempotencyKey.of(caller, key),
        id -> alerts.find(caller, id).map(AlertController::target));
  }

  /** How many there were, by camera, type, status and priority. */
  @GetMapping("/statistics")
  List<Count> statistics(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return alerts.counts(caller, TimeRange.of(from, to, KEPT, clock));
  }

  /** What came of notifications in the last seven days, or between two instants. */
  @GetMapping("/notifications")
  List<NotificationCount> notifications(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return alerts.notifications(caller, TimeRange.of(from, to, RECENT, clock));
  }

  private static Reviews.Target target(AlertView alert) {
    return new Reviews.Target("alert", PATH, alert.cameraId(), alert.id());
  }
}
