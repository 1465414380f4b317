package io.cleansight.query.violation;

import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.query.access.Caller;
import io.cleansight.query.command.DecisionController;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.report.ShiftTimes;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.PeriodQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/records/violations}. */
@RestController
@RequestMapping(ViolationController.PATH)
class ViolationController extends DecisionController<ViolationView> {
  static final String PATH = "/api/v1/records/violations";

  private static final Duration KEPT = Duration.ofDays(400);

  private static final int MOST_COUNTED = 1000;

  /**
   * How many there are.
   *
   * @param more whether there are more; no further than 1,000 are counted
   */
  public record Count(int count, boolean more) {}

  private final ViolationReader violations;
  private final Evidence evidence;
  private final ShiftTimes shifts;
  private final Clock clock;

  ViolationController(
      ViolationReader violations,
      Reviews reviews,
      Evidence evidence,
      ShiftTimes shifts,
      Clock clock) {
    super("violation", reviews, Term.words(ReviewStatus.class));
    this.violations = violations;
    this.evidence = evidence;
    this.shifts = shifts;
    this.clock = clock;
  }

  /** Violations, newest first. */
  @GetMapping
  public Page<ViolationView> page(
      Caller caller, ViolationQuery query, PeriodQuery period, TimeQuery time, PageQuery part) {
    PageRequest request = part.request();
    return Page.of(violations.page(caller, query, times(period, time), request), request);
  }

  /** How many violations there are of those that are asked for. */
  @GetMapping("/count")
  public Count count(Caller caller, ViolationQuery query, PeriodQuery period, TimeQuery time) {
    int count = violations.count(caller, query, times(period, time), MOST_COUNTED + 1);
    return new Count(Math.min(count, MOST_COUNTED), count > MOST_COUNTED);
  }

  /** A violation. */
  @GetMapping("/{id}")
  public ViolationView one(Caller caller, @PathVariable UUID id) {
    return known(caller, id);
  }

  /** The picture. Heads are hidden where the service is set so, but for {@code unblurred}. */
  @GetMapping(path = "/{id}/snapshot", produces = MediaType.IMAGE_JPEG_VALUE)
  public ResponseEntity<byte[]> picture(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean unblurred) {
    return jpeg(evidence.picture(one(caller, id), caller, unblurred), id);
  }

  /** The picture made small for lists. */
  @GetMapping(path = "/{id}/thumbnail", produces = MediaType.IMAGE_JPEG_VALUE)
  public ResponseEntity<byte[]> thumbnail(Caller caller, @PathVariable UUID id) {
    return jpeg(evidence.thumbnail(one(caller, id), caller), id);
  }

  @Override
  protected Optional<ViolationView> find(Caller caller, UUID id) {
    return violations.find(id, caller);
  }

  @Override
  protected Reviews.Target target(ViolationView violation) {
    return new Reviews.Target("violation", PATH, violation.cameraId(), violation.id());
  }

  private TimeQuery.Times times(PeriodQuery period, TimeQuery time) {
    return time.within(period.range(KEPT, clock), shifts);
  }

  /** Kept by no browser: each look is asked for, and in the audit. */
  private ResponseEntity<byte[]> jpeg(Optional<byte[]> jpeg, UUID id) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(jpeg.orElseThrow(() -> unknown(id)));
  }
}
