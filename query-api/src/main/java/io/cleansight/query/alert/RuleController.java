package io.cleansight.query.alert;

import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.event.AlertRule;
import io.cleansight.query.access.Caller;
import io.cleansight.query.alert.RuleViewReader.RuleView;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.CommandPublisher.Sent;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.IfMatch;
import io.cleansight.rule.body.RuleBody;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
  private final RuleViewReader rules;
  private final CommandPublisher commands;
  private final RuleEditor editor;
  private final RuleTargets targets;

  RuleController(
      RuleViewReader rules, CommandPublisher commands, RuleEditor editor, RuleTargets targets) {
    this.rules = rules;
    this.commands = commands;
    this.editor = editor;
    this.targets = targets;
  }

  /**
   * Every rule, the default ones among them; for those who may not see every camera, less the rules
   * that name others or are for cameras by label.
   */
  @GetMapping
  List<RuleView> all(Caller caller) {
    return rules.all(caller);
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
    return rules
        .find(caller, id)
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
    targets.check(rule);
    URI location = address(id);
    if (commands.wasApplied(id)) {
      return ResponseEntity.created(location)
          .body(rules.find(caller, id).orElseThrow(() -> CommandPublisher.gone("rule", id)));
    }
    Optional<Sent> sent = editor.create(caller, rule);
    return done(caller, id, id, sent)
        .map(made -> ResponseEntity.created(location).body(made))
        .orElseGet(() -> accepted(location, sent));
  }

  /** Replaces the whole rule, if it still has the version that If-Match says. */
  @PutMapping("/{id}")
  ResponseEntity<RuleView> replace(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody RuleBody body,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    UUID command = IdempotencyKey.of(caller, key).with(id).id();
    AlertRule rule = body.event(id);
    RuleView before = toChange(caller, id);
    mustSee(caller, rule);
    targets.check(rule);
    IfMatch seen = IfMatch.of(ifMatch);
    if (commands.wasApplied(command)) {
      return ResponseEntity.ok(before);
    }
    Optional<Sent> sent = editor.replace(caller, rule, command, seen);
    return done(caller, id, command, sent)
        .map(ResponseEntity::ok)
        .orElseGet(() -> accepted(address(id), sent));
  }

  /** Takes a rule away; a default one is switched off instead, as it would come back. */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(
      Caller caller,
      @PathVariable UUID id,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch)
      throws InterruptedException {
    toChange(caller, id);
    if (RuleEditor.isDefault(id)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "a default rule cannot be deleted; set enabled to false instead");
    }
    editor.withdraw(caller, id, IfMatch.of(ifMatch));
    return commands.gone(() -> rules.find(caller, id).isPresent());
  }

  private static URI address(UUID id) {
    return URI.create("/api/v1/alerts/rules/" + id);
  }

  private static ResponseEntity<RuleView> accepted(URI location, Optional<Sent> sent) {
    var accepted = ResponseEntity.accepted().location(location);
    sent.ifPresent(it -> accepted.eTag(IfMatch.tag(it.version())));
    return accepted.build();
  }

  /** The rule once it is as it was sent now, or before under the same key. */
  private Optional<RuleView> done(Caller caller, UUID id, UUID command, Optional<Sent> sent)
      throws InterruptedException {
    return commands.await(
        () ->
            sent.isPresent()
                ? rules.find(id, sent.get())
                : rules.find(caller, id).filter(_ -> commands.wasApplied(command)));
  }
}
