package io.cleansight.query.alert;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.Words;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.command.Decision;
import io.cleansight.query.command.Decisions;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.command.Reviews;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
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
  private static final String SELECT =
      """
      SELECT id, rule_id, camera_id, timestamp, alert_type, message, details::text AS details, priority, status,
             resolved_at, handled_by, handled_at, notes, assignee, version, escalated_at, silence_id, unsilenced_at,
             notification_sent, notification_channels_used::text AS notification_channels_used,
             (SELECT COALESCE(jsonb_agg(jsonb_build_object(
                'channel', channel,
                'recipient', CASE WHEN :whole THEN recipient ELSE regexp_replace(recipient, '^(.).*@', '\\1…@') END,
                'state', state, 'outcome', outcome, 'attempts', attempts, 'error', error, 'at', at)), '[]')
              FROM alert_notifications WHERE alert_id = alert_history.id)::text AS notifications
      FROM alert_history""";
  private static final String HAS_NOTIFICATIONS =
      "EXISTS (SELECT FROM alert_notifications WHERE alert_id = alert_history.id AND outcome ";
  private static final String GIVEN_UP = HAS_NOTIFICATIONS + "= 'given_up')";
  private static final String WAITING = HAS_NOTIFICATIONS + "IN ('retrying', 'postponed'))";

  private static final Duration RECENT = Duration.ofDays(7);
  private static final String NOTIFICATIONS =
      """
      SELECT channel, outcome, count(*) AS notifications
      FROM alert_notifications JOIN alert_history ON alert_history.id = alert_id""";
  private static final String COUNTS =
      "SELECT camera_id, alert_type, status, priority, count(*) AS alerts FROM alert_history";

  private final JdbcClient jdbc;
  private final Reviews reviews;
  private final Clock clock;

  AlertController(JdbcClient jdbc, Reviews reviews, Clock clock) {
    this.jdbc = jdbc;
    this.reviews = reviews;
    this.clock = clock;
  }

  /**
   * An alert; names as in the table.
   *
   * @param notifications in no order, what came of notifying each recipient of each state of it:
   *     {@code channel}, {@code recipient} (of e-mail shortened for those who may only look),
   *     {@code state}, {@code outcome} ({@code delivered}, {@code retrying}, {@code postponed},
   *     {@code given_up}), {@code attempts}, {@code error}, {@code at}
   */
  record AlertView(
      UUID id,
      UUID ruleId,
      String cameraId,
      OffsetDateTime timestamp,
      String alertType,
      String message,
      @JsonRawValue String details,
      String priority,
      String status,
      @Nullable OffsetDateTime resolvedAt,
      @Nullable String handledBy,
      @Nullable OffsetDateTime handledAt,
      @Nullable String notes,
      @Nullable String assignee,
      int version,
      @Nullable OffsetDateTime escalatedAt,
      @Nullable UUID silenceId,
      @Nullable OffsetDateTime unsilencedAt,
      boolean notificationSent,
      @JsonRawValue String notificationChannelsUsed,
      @JsonRawValue String notifications)
      implements PageItem {}

  /** How many alerts there were of a kind. */
  record Count(String cameraId, String alertType, String status, String priority, long alerts) {}

  /** How many notifications through a channel came to an outcome. */
  record NotificationCount(String channel, String outcome, long notifications) {}

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
    String undelivered = Parameters.oneOf("notifications", notifications, UNDELIVERED);
    List<AlertView> rows =
        Sql.select(SELECT)
            .with("whole", seesAddresses(caller))
            .seenBy(caller)
            .namesOnlySeenBy(caller, Sql.ALERT_MEMBERS)
            .where("given_up".equals(undelivered), GIVEN_UP)
            .where("waiting".equals(undelivered), WAITING)
            .where("camera_id", Parameters.camera(camera))
            .where("status", Parameters.oneOf("status", status, STATUSES))
            .within("timestamp", TimeRange.of(from, to, KEPT, clock))
            .newestFirst(request)
            .on(jdbc)
            .query(AlertView.class)
            .list();
    return Page.of(rows, request);
  }

  /** An alert. */
  @GetMapping("/{id}")
  AlertView one(Caller caller, @PathVariable UUID id) {
    return find(id, caller)
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
        decision.among(Words.ALERT_DECISIONS),
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
        Words.ALERT_DECISIONS,
        IdempotencyKey.of(caller, key),
        id -> find(id, caller).map(AlertController::target));
  }

  /** How many there were, by camera, type, status and priority. */
  @GetMapping("/statistics")
  List<Count> statistics(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return Sql.select(COUNTS)
        .seenBy(caller)
        .namesOnlySeenBy(caller, Sql.ALERT_MEMBERS)
        .within("timestamp", TimeRange.of(from, to, KEPT, clock))
        .ending(
            "GROUP BY camera_id, alert_type, status, priority"
                + " ORDER BY camera_id, alert_type, status, priority LIMIT 10000")
        .on(jdbc)
        .query(Count.class)
        .list();
  }

  /** What came of notifications in the last seven days, or between two instants. */
  @GetMapping("/notifications")
  List<NotificationCount> notifications(
      Caller caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return Sql.select(NOTIFICATIONS)
        .seenBy(caller)
        .namesOnlySeenBy(caller, Sql.ALERT_MEMBERS)
        .within("at", TimeRange.of(from, to, RECENT, clock))
        .ending("GROUP BY channel, outcome ORDER BY channel, outcome LIMIT 10000")
        .on(jdbc)
        .query(NotificationCount.class)
        .list();
  }

  /** Addresses are of people: those who decide see whom a rule notifies, too. */
  private static boolean seesAddresses(Caller caller) {
    return caller.role() != Role.VIEWER;
  }

  private static Reviews.Target target(AlertView alert) {
    return new Reviews.Target("alert", PATH, alert.cameraId(), alert.id());
  }

  private Optional<AlertView> find(UUID id, Caller caller) {
    return Sql.select(SELECT)
        .with("whole", seesAddresses(caller))
        .seenBy(caller)
        .namesOnlySeenBy(caller, Sql.ALERT_MEMBERS)
        .where("id", id)
        .on(jdbc)
        .query(AlertView.class)
        .optional();
  }
}
