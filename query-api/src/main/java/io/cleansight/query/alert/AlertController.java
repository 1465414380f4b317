package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.Words;
import io.cleansight.query.command.Decision;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/alerts}: the history, and what people make of it. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertController {
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Set<String> STATUSES = Set.of("raised", "acknowledged", "resolved");
  private static final String SELECT =
      """
      SELECT id, rule_id, camera_id, timestamp, alert_type, message, details::text AS details, priority, status,
             resolved_at, handled_by, handled_at, notes, assignee, version, escalated_at, silence_id,
             notification_sent, notification_channels_used::text AS notification_channels_used
      FROM alert_history""";
  private static final String COUNTS =
      """
      SELECT camera_id, alert_type, status, priority, count(*) AS alerts
      FROM alert_history WHERE timestamp >= :from AND timestamp < :to
      GROUP BY camera_id, alert_type, status, priority
      ORDER BY camera_id, alert_type, status, priority LIMIT 10000
      """;

  private final JdbcClient jdbc;
  private final Reviews reviews;
  private final Clock clock;

  AlertController(JdbcClient jdbc, Reviews reviews, Clock clock) {
    this.jdbc = jdbc;
    this.reviews = reviews;
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
      @Nullable OffsetDateTime escalatedAt,
      @Nullable UUID silenceId,
      boolean notificationSent,
      @JsonRawValue String notificationChannelsUsed) {}

  /** How many alerts there were of a kind. */
  record Count(String cameraId, String alertType, String status, String priority, long alerts) {}

  /** Many alerts, one decision. */
  record Decisions(@Nullable List<UUID> ids, @Nullable Decision decision) {
    private static final int MOST = 100;

    Decisions {
      if (ids == null || ids.isEmpty() || ids.size() > MOST) {
        throw new BadParameterException("ids", "1 to " + MOST + " ids");
      }
      if (decision == null) {
        throw new BadParameterException("decision", "given");
      }
      ids = List.copyOf(ids);
    }
  }

  /** What came of one decision of many. */
  record Decided(UUID id, String outcome) {}

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
    return find(id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no alert " + id));
  }

  /** Decides; answers with what came of it, or 202 if that takes longer than two seconds. */
  @PutMapping("/{id}/status")
  ResponseEntity<AlertView> decide(@PathVariable UUID id, @RequestBody Decision decision)
      throws InterruptedException {
    return reviews.answer(target(one(id)), decision.among(Words.ALERT_DECISIONS), () -> one(id));
  }

  /** The same of many; each stands alone. */
  @PutMapping("/status")
  List<Decided> decideAll(@RequestBody Decisions decisions) throws InterruptedException {
    var decision = Objects.requireNonNull(decisions.decision()).among(Words.ALERT_DECISIONS);
    var outcomes = new ArrayList<Decided>();
    for (UUID id : Objects.requireNonNull(decisions.ids())) {
      Optional<AlertView> alert = find(id);
      outcomes.add(
          new Decided(
              id,
              alert.isEmpty()
                  ? "unknown"
                  : reviews.decide(target(alert.get()), decision).name().toLowerCase(Locale.ROOT)));
    }
    return outcomes;
  }

  /** How many there were, by camera, type, status and priority. */
  @GetMapping("/statistics")
  List<Count> statistics(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    TimeRange range = TimeRange.of(from, to, KEPT, clock);
    return jdbc.sql(COUNTS)
        .param("from", range.from().atOffset(UTC))
        .param("to", range.to().atOffset(UTC))
        .query(Count.class)
        .list();
  }

  private static Reviews.Target target(AlertView alert) {
    return new Reviews.Target("alert", alert.cameraId(), alert.id());
  }

  private Optional<AlertView> find(UUID id) {
    return Sql.select(SELECT).where("id", id).on(jdbc).query(AlertView.class).optional();
  }
}
