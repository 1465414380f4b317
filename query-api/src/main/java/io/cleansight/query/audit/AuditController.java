package io.cleansight.query.audit;

import io.cleansight.contracts.Words;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.AuditReader.EntryView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit}, for admins. */
@RestController
class AuditController {
  private static final Duration RECENT = Duration.ofDays(30);

  private final AuditReader audit;
  private final Clock clock;

  AuditController(AuditReader audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

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
        audit.page(
            caller,
            Parameters.name("who", who),
            Parameters.oneOf("action", action, Words.AUDIT_ACTIONS),
            TimeRange.of(from, to, RECENT, clock),
            request);
    return Page.of(rows, request);
  }
}
