package io.cleansight.query.alert;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/alerts}: the history, and the rules. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertController {
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Set<String> STATUSES = Set.of("raised", "acknowledged", "resolved");
  private static final String SELECT =
      """
      SELECT id, rule_id, camera_id, timestamp, alert_type, message, details::text AS details, priority, status,
             resolved_at, handled_by, handled_at, notes, assignee, version, notification_sent, notification_channels_used::text AS notification_channels_used
      FROM alert_history""";
  private static final String RULES =
      """
      SELECT id, name, camera_id, rule_type, conditions::text AS conditions,
             notification_channels::text AS notification_channels, recipients::text AS recipients, enabled, priority,
             camera_ids::text AS camera_ids, schedule::text AS schedule, cooldown_seconds,
             created_at, updated_at
      FROM alert_rules ORDER BY name, id LIMIT 1000
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  AlertController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** An alert; names as in the table. */
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
      boolean notificationSent,
      @JsonRawValue String notificationChannelsUsed) {}

  /** A rule; names as in the table. */
  record RuleView(
      UUID id,
      String name,
      @Nullable String cameraId,
      String ruleType,
      @JsonRawValue String conditions,
      @JsonRawValue String notificationChannels,
      @JsonRawValue String recipients,
      boolean enabled,
      String priority,
      @JsonRawValue String cameraIds,
      @JsonRawValue @Nullable String schedule,
      int cooldownSeconds,
      OffsetDateTime createdAt,
      OffsetDateTime updatedAt) {}

  @GetMapping({"", "/history"})
  Page<AlertView> page(
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<AlertView> rows =
        Sql.select(SELECT)
            .where("camera_id", Parameters.camera(camera))
            .where("status", Parameters.oneOf("status", status, STATUSES))
            .within("timestamp", TimeRange.of(from, to, KEPT, clock))
            .newestFirst(request)
            .on(jdbc)
            .query(AlertView.class)
            .list();
    return Page.of(rows, request, row -> new Cursor(row.timestamp().toInstant(), row.id()));
  }

  @GetMapping("/{id}")
  AlertView one(@PathVariable UUID id) {
    return Sql.select(SELECT)
        .where("id", id)
        .on(jdbc)
        .query(AlertView.class)
        .optional()
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no alert " + id));
  }

  @GetMapping("/rules")
  List<RuleView> rules() {
    return jdbc.sql(RULES).query(RuleView.class).list();
  }
}
