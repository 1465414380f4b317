package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Silence;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.Sql;
import io.cleansight.rule.SilenceBody;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/alerts/silences}: silences and maintenance windows that are not over. */
@RestController
@RequestMapping("/api/v1/alerts/silences")
class SilenceController {
  private static final String SELECT =
      """
      SELECT id, kind, comment, camera_ids::text AS camera_ids, labels::text AS labels, rule_ids::text AS rule_ids,
             starts_at, ends_at, schedule::text AS schedule, created_by, created_at
      FROM silences""";

  private final JdbcClient jdbc;
  private final CommandPublisher commands;
  private final Audit audit;

  SilenceController(JdbcClient jdbc, CommandPublisher commands, Audit audit) {
    this.jdbc = jdbc;
    this.commands = commands;
    this.audit = audit;
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
      OffsetDateTime createdAt) {}

  /**
   * Silences and maintenance windows that are not over; for those who may not see every camera,
   * less those that name others or are for cameras by label.
   */
  @GetMapping
  List<SilenceView> all(Caller caller) {
    return seenBy(caller)
        .where(true, "ends_at > :now")
        .with("now", commands.now().atOffset(UTC))
        .ending("ORDER BY ends_at, id LIMIT 1000")
        .on(jdbc)
        .query(SilenceView.class)
        .list();
  }

  private static Sql seenBy(Caller caller) {
    return Sql.select(SELECT)
        .namesOnlySeenBy(caller, "camera_ids")
        .where(caller.isLimited(), "labels = '[]'");
  }

  /** Silences alerts, or keeps them from being raised for maintenance. */
  @PostMapping
  ResponseEntity<SilenceView> create(
      Caller caller,
      @RequestBody SilenceBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    UUID id = IdempotencyKey.of(caller, key).id();
    Silence silence = body.event(id, caller.name(), commands.now());
    caller.mustSee(silence.getCameraIds(), silence.getLabels());
    URI location = URI.create("/api/v1/alerts/silences/" + id);
    if (commands.wasApplied(id)) {
      return ResponseEntity.created(location)
          .body(find(caller, id).orElseThrow(() -> CommandPublisher.gone("silence", id)));
    }
    audit.note(caller, "silence_set", id.toString(), null);
    commands.send(Topics.SILENCES, id, silence);
    return commands
        .await(() -> find(caller, id))
        .map(made -> ResponseEntity.created(location).body(made))
        .orElseGet(() -> ResponseEntity.accepted().location(location).build());
  }

  /** A silence or maintenance window. */
  @GetMapping("/{id}")
  SilenceView one(Caller caller, @PathVariable UUID id) {
    return find(caller, id)
        .orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "no silence " + id));
  }

  /** Ends it before its time. */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) throws InterruptedException {
    if ("[]".equals(one(caller, id).cameraIds())) {
      caller.mustSeeAll();
    }
    audit.note(caller, "silence_withdrawn", id.toString(), null);
    return commands.withdraw(Topics.SILENCES, id.toString(), () -> find(caller, id).isPresent());
  }

  private Optional<SilenceView> find(Caller caller, UUID id) {
    return seenBy(caller).where("id", id).on(jdbc).query(SilenceView.class).optional();
  }
}
