package io.cleansight.query.audit;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageItem;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the audit. */
@Repository
class AuditReader {
  private static final String SELECT =
      "SELECT id, timestamp, who, role, action, target, camera_id, address FROM audit_log";

  private final JdbcClient jdbc;

  AuditReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
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

  List<EntryView> page(Caller caller, AuditQuery query, TimeRange range, PageRequest request) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .where("who", query.who())
        .where("action", query.action())
        .within("timestamp", range)
        .newestFirst(request)
        .on(jdbc)
        .query(EntryView.class)
        .list();
  }
}
