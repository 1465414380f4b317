package io.cleansight.query.violation;

import io.cleansight.contracts.People;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.contracts.vocabulary.HoldDecision;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.command.Reviews;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/v1/records/violations/{id}/legal-hold}: what is held is kept, with its picture and
 * the records of its day, past every age, and is erased by nobody. Anybody who may decide holds it;
 * to lift it takes two people.
 */
@RestController
class HoldController {
  private final ViolationReader violations;
  private final Reviews reviews;
  private final Audit audit;

  HoldController(ViolationReader violations, Reviews reviews, Audit audit) {
    this.violations = violations;
    this.reviews = reviews;
    this.audit = audit;
  }

  /**
   * Holds a violation, or lifts the hold: the first person asks for that and shows in {@code
   * lift_requested_by}, another confirms within seven days. 409 if it is the same person, 403 for
   * an API key, which is nobody.
   */
  @PutMapping(ViolationController.PATH + "/{id}/legal-hold")
  ResponseEntity<ViolationView> hold(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody HoldBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    ViolationView violation = find(caller, id);
    IdempotencyKey command = IdempotencyKey.of(caller, key);
    audit.note(caller, action(caller, violation, body), id.toString(), violation.cameraId());
    return reviews.answerHold(
        new Reviews.Target("hold", ViolationController.PATH, violation.cameraId(), id),
        body.isHeld() ? HoldDecision.HELD.word() : HoldDecision.LIFTED.word(),
        body.reason(),
        command,
        () -> find(caller, id));
  }

  private static AuditAction action(Caller caller, ViolationView violation, HoldBody body) {
    if (body.isHeld()) {
      return AuditAction.HOLD_SET;
    }
    if (!People.isPerson(caller.name())) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "a hold is lifted by two people; an API key is none");
    }
    String first = violation.liftRequestedBy();
    if (first == null) {
      return AuditAction.HOLD_LIFT_REQUESTED;
    }
    if (People.areOne(first, caller.name())) {
      throw Reviews.samePerson();
    }
    return AuditAction.HOLD_LIFT_CONFIRMED;
  }

  private ViolationView find(Caller caller, UUID id) {
    return violations
        .find(id, caller)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no violation " + id));
  }
}
