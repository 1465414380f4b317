package io.cleansight.query.violation;

import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.query.access.Caller;
import io.cleansight.query.command.Decision;
import io.cleansight.query.command.Decisions;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/records/violations}. */
@RestController
@RequestMapping(ViolationController.PATH)
class ViolationController {
  static final String PATH = "/api/v1/records/violations";

  private static final Duration KEPT = Duration.ofDays(400);

  private final ViolationReader violations;
  private final Reviews reviews;
  private final Evidence evidence;
  private final Clock clock;

  ViolationController(ViolationReader violations, Reviews reviews, Evidence evidence, Clock clock) {
    this.violations = violations;
    this.reviews = reviews;
    this.evidence = evidence;
    this.clock = clock;
  }

  /** Violations, newest first. */
  @GetMapping
  Page<ViolationView> page(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(name = "violation_type", required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<ViolationView> rows =
        violations.page(
            caller,
            Parameters.camera(camera),
            Parameters.oneOf("status", status, Term.words(ReviewStatus.class)),
            Parameters.violationType(type),
            TimeRange.of(from, to, KEPT, clock),
            request);
    return Page.of(rows, request);
  }

  /** A violation. */
  @GetMapping("/{id}")
  ViolationView one(Caller caller, @PathVariable UUID id) {
    return violations.find(id, caller).orElseThrow(() -> unknown(id));
  }

  /** The picture. Heads are hidden where the service is set so, but for {@code unblurred}. */
  @GetMapping(path = "/{id}/snapshot", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> picture(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean unblurred) {
    return jpeg(evidence.picture(one(caller, id), caller, unblurred), id);
  }

  /** The picture made small for lists. */
  @GetMapping(path = "/{id}/thumbnail", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> thumbnail(Caller caller, @PathVariable UUID id) {
    return jpeg(evidence.thumbnail(one(caller, id), caller), id);
  }

  /** Decides; answers with what came of it, or 202 if that takes longer than two seconds. */
  @PutMapping("/{id}/status")
  ResponseEntity<ViolationView> decide(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody Decision decision,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answer(
        target(one(caller, id)),
        decision.among(Term.words(ReviewStatus.class)),
        IdempotencyKey.of(caller, key),
        () -> one(caller, id));
  }

  /** The same of many; each stands alone, and those that the caller may not see are unknown. */
  @PutMapping("/status")
  List<Decisions.Outcome> decideAll(
      Caller caller,
      @RequestBody Decisions decisions,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answerAll(
        decisions,
        Term.words(ReviewStatus.class),
        IdempotencyKey.of(caller, key),
        id -> violations.find(id, caller).map(ViolationController::target));
  }

  private static Reviews.Target target(ViolationView violation) {
    return new Reviews.Target("violation", PATH, violation.cameraId(), violation.id());
  }

  /** Kept by no browser: each look is asked for, and in the audit. */
  private static ResponseEntity<byte[]> jpeg(Optional<byte[]> jpeg, UUID id) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(jpeg.orElseThrow(() -> unknown(id)));
  }

  private static ResponseStatusException unknown(UUID id) {
    return new ResponseStatusException(NOT_FOUND, "no violation " + id);
  }
}
