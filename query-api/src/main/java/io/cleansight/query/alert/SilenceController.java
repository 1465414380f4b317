package io.cleansight.query.alert;

import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.Silence;
import io.cleansight.query.access.Caller;
import io.cleansight.query.alert.SilenceReader.SilenceView;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.rule.body.SilenceBody;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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
  private final SilenceReader silences;
  private final CommandPublisher commands;
  private final Audit audit;

  SilenceController(SilenceReader silences, CommandPublisher commands, Audit audit) {
    this.silences = silences;
    this.commands = commands;
    this.audit = audit;
  }

  /**
   * Silences and maintenance windows that are not over; for those who may not see every camera,
   * less those that name others or are for cameras by label.
   */
  @GetMapping
  List<SilenceView> all(Caller caller) {
    return silences.current(caller, commands.now());
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
          .body(silences.find(caller, id).orElseThrow(() -> CommandPublisher.gone("silence", id)));
    }
    audit.note(caller, AuditAction.SILENCE_SET, id.toString(), null);
    commands.send(Topics.SILENCES, id, silence);
    return commands
        .await(() -> silences.find(caller, id))
        .map(made -> ResponseEntity.created(location).body(made))
        .orElseGet(() -> ResponseEntity.accepted().location(location).build());
  }

  /** A silence or maintenance window. */
  @GetMapping("/{id}")
  SilenceView one(Caller caller, @PathVariable UUID id) {
    return silences
        .find(caller, id)
        .orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "no silence " + id));
  }

  /** Ends it before its time. */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) throws InterruptedException {
    if ("[]".equals(one(caller, id).cameraIds())) {
      caller.mustSeeAll();
    }
    audit.note(caller, AuditAction.SILENCE_WITHDRAWN, id.toString(), null);
    return commands.withdraw(
        Topics.SILENCES, id.toString(), () -> silences.find(caller, id).isPresent());
  }
}
