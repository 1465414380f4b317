package io.cleansight.query.event;

import io.cleansight.query.access.Caller;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/events}. */
@RestController
class EventController {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final Set<String> KINDS = Set.of("violation", "alert", "hygiene");

  /** Conditions and order reach into each part, whose index gives them: only a page is read. */
  private static final String SELECT =
      """
      SELECT id, camera_id, timestamp, kind, event_type, track_id, duration_millis, status, message FROM (
        SELECT id, camera_id, timestamp, 'violation'::text AS kind, violation_type AS event_type, track_id,
               NULL::bigint AS duration_millis, status, reason AS message, NULL::jsonb AS members
        FROM violation_events
        UNION ALL
        SELECT id, camera_id, timestamp, 'alert'::text, alert_type, NULL::bigint, NULL::bigint, status, message,
               details->'members'
        FROM alert_history
        UNION ALL
        SELECT id, camera_id, timestamp, 'hygiene'::text, event_type, track_id, duration_millis, NULL::text, NULL::text,
               NULL::jsonb
        FROM hygiene_events) AS event""";

  private final JdbcClient jdbc;
  private final Clock clock;

  EventController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Something that happened.
   *
   * @param kind "violation" that opened, "alert" that was raised, "hygiene": hands washed or
   *     sanitised
   * @param eventType the violation's type, the alert's, or "handwash" or "sanitize"
   * @param durationMillis how long washing or sanitising took
   * @param status of a violation or alert, as it is now
   * @param message why, in words, of a violation or alert
   */
  record EventView(
      UUID id,
      String cameraId,
      OffsetDateTime timestamp,
      String kind,
      String eventType,
      @Nullable Long trackId,
      @Nullable Long durationMillis,
      @Nullable String status,
      @Nullable String message)
      implements PageItem {}

  /** What happened, newest first: violations, alerts, hands washed and sanitised. */
  @GetMapping("/api/v1/events")
  Page<EventView> page(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<EventView> rows =
        Sql.select(SELECT)
            .seenBy(caller)
            .namesOnlySeenBy(caller, "members")
            .where("camera_id", Parameters.camera(camera))
            .where("kind", Parameters.oneOf("kind", kind, KINDS))
            .within("timestamp", TimeRange.of(from, to, RECENT, clock))
            .newestFirst(request)
            .on(jdbc)
            .query(EventView.class)
            .list();
    return Page.of(rows, request);
  }
}
