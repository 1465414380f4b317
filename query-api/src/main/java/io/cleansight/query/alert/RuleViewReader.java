package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.Versioned;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads alert rules as they are shown. */
@Repository
class RuleViewReader {
  private static final String SELECT =
      """
      SELECT id, name, camera_id, rule_type, conditions::text AS conditions,
             notification_channels::text AS notification_channels, recipients::text AS recipients, enabled, priority,
             camera_ids::text AS camera_ids, labels::text AS labels, schedule::text AS schedule, cooldown_seconds,
             group_seconds, escalate_after_seconds, escalation_channels::text AS escalation_channels,
             escalation_recipients::text AS escalation_recipients, created_at, updated_at,
             set_offset + 1 AS version
      FROM alert_rules""";
  private static final String VERSION =
      "SELECT set_offset + 1 AS version FROM alert_rules WHERE id = :id";
  private static final String AS_SENT =
      SELECT + " WHERE id = :id AND (set_at, set_offset) >= (:at, :offset)";

  private final JdbcClient jdbc;

  RuleViewReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A rule; names as in the table.
   *
   * @param version for If-Match; 0: a default one that nobody has changed
   */
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
      @JsonRawValue String labels,
      @JsonRawValue @Nullable String schedule,
      int cooldownSeconds,
      int groupSeconds,
      int escalateAfterSeconds,
      @JsonRawValue String escalationChannels,
      @JsonRawValue String escalationRecipients,
      OffsetDateTime createdAt,
      OffsetDateTime updatedAt,
      long version)
      implements Versioned {}

  /** Those that the caller may see, by name. */
  List<RuleView> all(Caller caller) {
    return seenBy(caller)
        .ending("ORDER BY name, id LIMIT 1000")
        .on(jdbc)
        .query(RuleView.class)
        .list();
  }

  Optional<RuleView> find(Caller caller, UUID id) {
    return seenBy(caller).where("id", id).on(jdbc).query(RuleView.class).optional();
  }

  /** The rule once it is as it was sent, or as somebody has sent it since. */
  Optional<RuleView> find(UUID id, CommandPublisher.Sent sent) {
    return jdbc.sql(AS_SENT)
        .param("id", id)
        .param("at", sent.at().atOffset(UTC))
        .param("offset", sent.offset())
        .query(RuleView.class)
        .optional();
  }

  /** Of a rule, whoever may see it; empty: there is none. */
  Optional<Long> version(UUID id) {
    return jdbc.sql(VERSION).param("id", id).query(Long.class).optional();
  }

  private static Sql seenBy(Caller caller) {
    return Sql.select(SELECT)
        .namesOnlySeenBy(caller, "camera_ids")
        .where(caller.isLimited(), "(camera_id IS NULL OR camera_id IN (:seen))")
        .where(caller.isLimited(), "labels = '[]'");
  }
}
