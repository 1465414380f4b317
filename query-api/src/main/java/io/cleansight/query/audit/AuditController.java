package io.cleansight.query.audit;

import io.cleansight.contracts.Words;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit}, for admins. */
@RestController
class AuditController {
  private static final Duration RECENT = Duration.ofDays(30);
  private static final String SELECT =
      "SELECT id, timestamp, who, role, action, target, camera_id, address FROM audit_log";

  private final JdbcClient jdbc;
  private final Clock clock;

  AuditController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** An entry; names as in the table. */
  record EntryView(
      UUID id,
      OffsetDateTime timestamp,
      String who,
      String role,
      String action,
      String target,
      @Nullable String cameraId,
      String address)
      implements PageItem {}

  /** Who looked at what and changed what, newest first. */
  @GetMapping("/api/v1/audit")
  Page<EntryView> page(
      Caller caller,
      @RequestParam(required = false) @Nullable String who,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<EntryView> rows =
        Sql.select(SELECT)
            .seenBy(caller)
            .where("who", Parameters.name("who", who))
            .where("action", Parameters.oneOf("action", action, Words.AUDIT_ACTIONS))
            .within("timestamp", TimeRange.of(from, to, RECENT, clock))
            .newestFirst(request)
            .on(jdbc)
            .query(EntryView.class)
            .list();
    return Page.of(rows, request);
  }
}
