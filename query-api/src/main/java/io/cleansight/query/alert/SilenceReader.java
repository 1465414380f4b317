package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.Versioned;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads silences and maintenance windows as they are shown. */
@Repository
class SilenceReader {
  private static final String SELECT =
      """
      SELECT id, kind, comment, camera_ids::text AS camera_ids, labels::text AS labels, rule_ids::text AS rule_ids,
             starts_at, ends_at, schedule::text AS schedule, created_by, created_at,
             set_offset + 1 AS version
      FROM silences""";

  private final JdbcClient jdbc;

  SilenceReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A silence; names as in the table. */
  record SilenceView(
      UUID id,
      String kind,
      String comment,
      @JsonRawValue String cameraIds,
      @JsonRawValue String labels,
      @JsonRawValue String ruleIds,
      OffsetDateTime startsAt,
      OffsetDateTime endsAt,
      @JsonRawValue @Nullable String schedule,
      String createdBy,
      OffsetDateTime createdAt,
      long version)
      implements Versioned {}

  /** Those that are not over and that the caller may see, by their ends. */
  List<SilenceView> current(Caller caller, Instant now) {
    return seenBy(caller)
        .where(true, "ends_at > :now")
        .with("now", now.atOffset(UTC))
        .ending("ORDER BY ends_at, id LIMIT 1000")
        .on(jdbc)
        .query(SilenceView.class)
        .list();
  }

  Optional<SilenceView> find(Caller caller, UUID id) {
    return seenBy(caller).where("id", id).on(jdbc).query(SilenceView.class).optional();
  }

  private static Sql seenBy(Caller caller) {
    return Sql.select(SELECT)
        .namesOnlySeenBy(caller, "camera_ids")
        .where(caller.isLimited(), "labels = '[]'");
  }
}
