package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.event.AlertRule;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.Sql;
import io.cleansight.rule.RuleBody;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/v1/alerts/rules}. What is sent is in force for the next event as soon as Kafka has
 * it; the answer waits two seconds for it to be in the record, too, and is 202 if it is not.
 */
@RestController
@RequestMapping("/api/v1/alerts/rules")
class RuleController {
  private static final String SELECT =
      """
      SELECT id, name, camera_id, rule_type, conditions::text AS conditions,
             notification_channels::text AS notification_channels, recipients::text AS recipients, enabled, priority,
             camera_ids::text AS camera_ids, labels::text AS labels, schedule::text AS schedule, cooldown_seconds,
             group_seconds, escalate_after_seconds, escalation_channels::text AS escalation_channels,
             escalation_recipients::text AS escalation_recipients, created_at, updated_at
      FROM alert_rules""";
  private static final String AS_SENT =
      SELECT + " WHERE id = :id AND (set_at, set_offset) >= (:at, :offset)";

  private final JdbcClient jdbc;
  private final CommandPublisher commands;
  private final Audit audit;

  RuleController(JdbcClient jdbc, CommandPublisher commands, Audit audit) {
    this.jdbc = jdbc;
    this.commands = commands;
    this.audit = audit;
  }

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
      @JsonRawValue String labels,
      @JsonRawValue @Nullable String schedule,
      int cooldownSeconds,
      int groupSeconds,
      int escalateAfterSeconds,
      @JsonRawValue String escalationChannels,
      @JsonRawValue String escalationRecipients,
      OffsetDateTime createdAt,
      OffsetDateTime updatedAt) {}

  /**
   * Every rule, the default ones among them; for those who may not see every camera, less the rules
   * that name others or are for cameras by label.
   */
  @GetMapping
  List<RuleView> all(Caller caller) {
    return seenBy(caller)
        .ending("ORDER BY name, id LIMIT 1000")
        .on(jdbc)
        .query(RuleView.class)
        .list();
  }

  private static Sql seenBy(Caller caller) {
    return Sql.select(SELECT)
        .namesOnlySeenBy(caller, "camera_ids")
        .where(caller.isLimited(), "(camera_id IS NULL OR camera_id IN (:seen))")
        .where(caller.isLimited(), "labels = '[]'");
  }

  /** A change is for those who may see every camera that the rule is, or is to be, about. */
  static void mustSee(Caller caller, AlertRule rule) {
    var cameras = new ArrayList<String>(rule.getCameraIds());
    if (rule.getCameraId() != null) {
      cameras.add(rule.getCameraId());
    }
    caller.mustSee(cameras, rule.getLabels());
  }

  /** One that they may see and change: not one for every camera, if they may not see all. */
  private RuleView toChange(Caller caller, UUID id) {
    RuleView rule = one(caller, id);
    if (rule.cameraId() == null && "[]".equals(rule.cameraIds())) {
      caller.mustSeeAll();
    }
    return rule;
  }

  /** A rule. */
  @GetMapping("/{id}")
  RuleView one(Caller caller, @PathVariable UUID id) {
    return find(caller, id)
        .orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "no rule " + id));
  }

  /** Makes a rule; it is in force for the next event as soon as Kafka has it. */
  @PostMapping
  ResponseEntity<RuleView> create(
      Caller caller,
      @RequestBody RuleBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    UUID id = IdempotencyKey.of(caller, key).id();
    AlertRule rule = body.event(id);
    mustSee(caller, rule);
    Optional<RuleView> made =
        commands.wasApplied(id)
            ? Optional.of(find(caller, id).orElseThrow(() -> CommandPublisher.gone("rule", id)))
            : set(caller, rule, id);
    URI location = address(id);
    return made.map(it -> ResponseEntity.created(location).body(it))
        .orElseGet(() -> ResponseEntity.accepted().location(location).build());
  }

  /** Replaces the whole rule. */
  @PutMapping("/{id}")
  ResponseEntity<RuleView> replace(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody RuleBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    UUID command = IdempotencyKey.of(caller, key).with(id).id();
    AlertRule rule = body.event(id);
    RuleView before = toChange(caller, id);
    mustSee(caller, rule);
    return (commands.wasApplied(command) ? Optional.of(before) : set(caller, rule, command))
        .map(ResponseEntity::ok)
        .orElseGet(() -> ResponseEntity.accepted().location(address(id)).build());
  }

  /** Takes a rule away; a default one is switched off instead, as it would come back. */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) throws InterruptedException {
    toChange(caller, id);
    if (DefaultRules.all().stream().anyMatch(rule -> rule.getRuleId().equals(id))) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "a default rule cannot be deleted; set enabled to false instead");
    }
    audit.note(caller, "rule_withdrawn", id.toString(), null);
    return commands.withdraw(Topics.ALERT_RULES, id.toString(), () -> find(caller, id).isPresent());
  }

  private static URI address(UUID id) {
    return URI.create("/api/v1/alerts/rules/" + id);
  }

  private Optional<RuleView> find(Caller caller, UUID id) {
    return seenBy(caller).where("id", id).on(jdbc).query(RuleView.class).optional();
  }

  private Optional<RuleView> set(Caller caller, AlertRule rule, UUID command)
      throws InterruptedException {
    audit.note(caller, "rule_set", rule.getRuleId().toString(), null);
    CommandPublisher.Sent sent = commands.send(Topics.ALERT_RULES, command, rule);
    return commands.await(
        () ->
            jdbc.sql(AS_SENT)
                .param("id", rule.getRuleId())
                .param("at", sent.at().atOffset(UTC))
                .param("offset", sent.offset())
                .query(RuleView.class)
                .optional());
  }
}
