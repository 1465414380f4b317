package io.cleansight.query.erasure;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.Erasure;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.erasure.ErasureReader.ErasureView;
import io.cleansight.query.web.TimeRange;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/erasures}, for admins. */
@RestController
@RequestMapping(ErasureController.PATH)
class ErasureController {
  static final String PATH = "/api/v1/erasures";

  private final ErasureReader erasures;
  private final CommandPublisher commands;
  private final Audit audit;
  private final Clock clock;

  ErasureController(ErasureReader erasures, CommandPublisher commands, Audit audit, Clock clock) {
    this.erasures = erasures;
    this.commands = commands;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Erases what was seen of cameras in a time that is over: records, violations that opened then
   * with their pictures and what was decided about them, hand washes and sanitisations, and the
   * same in archived days. What is under legal hold is kept. Sums stay.
   */
  @PostMapping
  ResponseEntity<ErasureView> erase(
      Caller caller,
      @RequestBody ErasureBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    TimeRange range = body.range(clock);
    caller.mustSee(body.cameraIds(), List.of());
    UUID id = IdempotencyKey.of(caller, key).id();
    URI location = URI.create(PATH + "/" + id);
    Optional<ErasureView> known = erasures.find(id);
    if (known.isPresent()) {
      return ResponseEntity.created(location).body(known.get());
    }
    audit.note(caller, AuditAction.ERASURE_REQUESTED, target(id, body, range), null);
    commands.send(Topics.ERASURES, id, erasure(id, caller, body, range));
    return commands
        .await(() -> erasures.find(id))
        .map(made -> ResponseEntity.created(location).body(made))
        .orElseGet(() -> ResponseEntity.accepted().location(location).build());
  }

  private static String target(UUID id, ErasureBody body, TimeRange range) {
    return "%s: %s from %s to %s"
        .formatted(id, String.join(", ", body.cameraIds()), range.from(), range.to());
  }

  private Erasure erasure(UUID id, Caller caller, ErasureBody body, TimeRange range) {
    return Erasure.newBuilder()
        .setErasureId(id)
        .setCameraIds(body.cameraIds())
        .setFromAt(range.from())
        .setToAt(range.to())
        .setReason(body.reason())
        .setRequestedBy(caller.name())
        .setRequestedAt(commands.now())
        .setKept(erasures.held(body.cameraIds(), range))
        .build();
  }

  /** An erasure, and what came of it. */
  @GetMapping("/{id}")
  ErasureView one(Caller caller, @PathVariable UUID id) {
    return erasures
        .find(id)
        .filter(it -> it.cameraIds().stream().allMatch(caller::maySee))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no erasure " + id));
  }
}
