package io.cleansight.query.audit;

import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.AuditReader.EntryView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.PeriodQuery;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
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
  Page<EntryView> page(Caller caller, AuditQuery query, PeriodQuery period, PageQuery part) {
    PageRequest request = part.request();
    return Page.of(audit.page(caller, query, period.range(RECENT, clock), request), request);
  }
}
