package io.cleansight.query.violation;

import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.contracts.Words;
import io.cleansight.query.command.Decision;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/records/violations}. */
@RestController
@RequestMapping("/api/v1/records/violations")
class ViolationController {
  private static final Duration KEPT = Duration.ofDays(400);

  private final ViolationReader violations;
  private final Reviews reviews;
  private final Clock clock;

  ViolationController(ViolationReader violations, Reviews reviews, Clock clock) {
    this.violations = violations;
    this.reviews = reviews;
    this.clock = clock;
  }

  @GetMapping
  Page<ViolationView> page(
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
            Parameters.camera(camera),
            Parameters.oneOf("status", status, Words.REVIEW_STATUSES),
            Parameters.violationType(type),
            TimeRange.of(from, to, KEPT, clock),
            request);
    return Page.of(rows, request, row -> new Cursor(row.timestamp().toInstant(), row.id()));
  }

  @GetMapping("/{id}")
  ViolationView one(@PathVariable UUID id) {
    return violations.find(id).orElseThrow(() -> unknown(id));
  }

  @GetMapping(path = "/{id}/snapshot", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> picture(@PathVariable UUID id) {
    byte[] jpeg = violations.picture(id).orElseThrow(() -> unknown(id));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
        .body(jpeg);
  }

  /** The picture made small for lists. */
  @GetMapping(path = "/{id}/thumbnail", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> thumbnail(@PathVariable UUID id) {
    byte[] jpeg = violations.thumbnail(id).orElseThrow(() -> unknown(id));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
        .body(jpeg);
  }

  /** Decides; answers with what came of it, or 202 if that takes longer than two seconds. */
  @PutMapping("/{id}/status")
  ResponseEntity<ViolationView> decide(@PathVariable UUID id, @RequestBody Decision decision)
      throws InterruptedException {
    var target = new Reviews.Target("violation", one(id).cameraId(), id);
    return reviews.answer(target, decision.among(Words.REVIEW_STATUSES), () -> one(id));
  }

  private static ResponseStatusException unknown(UUID id) {
    return new ResponseStatusException(NOT_FOUND, "no violation " + id);
  }
}
