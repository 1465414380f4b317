package io.cleansight.query.report;

import io.cleansight.query.access.Caller;
import io.cleansight.query.report.ShiftReader.CameraSums;
import io.cleansight.query.report.ShiftReader.SpanSums;
import io.cleansight.query.report.ShiftReader.SpanViolations;
import io.cleansight.query.report.ShiftReport.CameraFigures;
import io.cleansight.query.report.ShiftReport.CameraGaps;
import io.cleansight.query.report.ShiftReport.Comparison;
import io.cleansight.query.report.ShiftReport.Figures;
import io.cleansight.query.report.ShiftReport.GapView;
import io.cleansight.query.report.ShiftReport.Gaps;
import io.cleansight.query.report.ShiftReport.ShiftView;
import io.cleansight.query.statistics.KindReader;
import io.cleansight.query.web.TimeRange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts the report of a shift together. */
@Component
class Reports {
  private static final int WEEKS = 4;
  private static final int PICTURES = 6;

  private final ReportProperties settings;
  private final Shifts shifts;
  private final ShiftReader seen;
  private final CoverageReader coverages;
  private final OpenItemReader open;
  private final KindReader kinds;

  Reports(
      ReportProperties settings,
      ShiftReader seen,
      CoverageReader coverages,
      OpenItemReader open,
      KindReader kinds) {
    this.settings = settings;
    this.shifts = settings.calendar();
    this.seen = seen;
    this.coverages = coverages;
    this.open = open;
    this.kinds = kinds;
  }

  Shifts shifts() {
    return shifts;
  }

  /**
   * The shift of which somebody wants to know who names none: the last that is over, or the one
   * that is worked, where nothing was seen of any before.
   */
  Optional<Shift> latest(Caller caller, Shifts among, Instant now) {
    Optional<Shift> ended = among.lastEnded(now);
    boolean isFirst = ended.isEmpty() || !seen.hasAnyBefore(caller, ended.get().to());
    return isFirst ? among.at(now).or(() -> ended) : ended;
  }

  /**
   * The report of a shift.
   *
   * @param among those before and after it are sought
   */
  ShiftReport report(Caller caller, Shift shift, Shifts among, Instant now) {
    var range = new TimeRange(shift.from(), shift.to());
    boolean running = shift.to().isAfter(now);
    List<CameraSums> cameras = seen.cameras(caller, range);
    Coverage coverage = coverage(caller, shift, running ? now : shift.to());
    var figures =
        new Figures(
            sum(cameras, CameraSums::totalFrames),
            sum(cameras, CameraSums::visits),
            sum(cameras, CameraSums::violations),
            compliance(
                sum(cameras, CameraSums::judgedVisits), sum(cameras, CameraSums::violatingVisits)),
            coverage.rate());
    return new ShiftReport(
        settings.site(),
        shifts.zone().getId(),
        view(shift),
        running,
        among.lastEnded(shift.from()).map(this::view).orElse(null),
        among
            .firstFrom(shift.to())
            .filter(it -> !it.from().isAfter(now))
            .map(this::view)
            .orElse(null),
        Verdict.of(
            new Verdict.Measures(
                figures.totalFrames(),
                figures.violations(),
                figures.complianceByVisit(),
                figures.coverage()),
            settings),
        figures,
        running ? null : comparison(caller, shift, figures),
        kinds.types(caller, null, range),
        worst(cameras).orElse(null),
        seen.pictures(caller, range, PICTURES),
        open.open(caller, range),
        gaps(coverage));
  }

  private Coverage coverage(Caller caller, Shift shift, Instant to) {
    Instant end = Coverage.quarter(to);
    return shift.from().isBefore(end)
        ? coverages.coverage(caller, new TimeRange(shift.from(), end))
        : new Coverage(null, List.of());
  }

  private @Nullable Comparison comparison(Caller caller, Shift shift, Figures figures) {
    List<Shift> before = shifts.likeBefore(shift, WEEKS);
    List<SpanSums> sums =
        seen.quarters(caller, before).stream().filter(it -> it.totalFrames() > 0).toList();
    if (sums.isEmpty()) {
      return null;
    }
    Set<OffsetDateTime> watched = new HashSet<>(sums.stream().map(SpanSums::fromAt).toList());
    List<SpanViolations> counted =
        seen.violations(caller, before).stream()
            .filter(it -> watched.contains(it.fromAt()))
            .toList();
    return compare(
        figures,
        sums.size(),
        (double) sum(counted, SpanViolations::violations) / sums.size(),
        compliance(sum(sums, SpanSums::judgedVisits), sum(sums, SpanSums::violatingVisits)));
  }

  private static Comparison compare(
      Figures now, int shifts, double violations, @Nullable Double compliance) {
    Double rate = now.complianceByVisit();
    return new Comparison(
        shifts,
        violations,
        violations == 0 ? null : now.violations() / violations - 1,
        compliance,
        rate == null || compliance == null ? null : rate - compliance);
  }

  /** Of two that have as many violations the one that complies less. */
  private static Optional<CameraFigures> worst(List<CameraSums> cameras) {
    return cameras.stream()
        .filter(it -> it.violations() > 0)
        .map(
            it ->
                new CameraFigures(
                    it.cameraId(),
                    it.violations(),
                    compliance(it.judgedVisits(), it.violatingVisits())))
        .min(
            Comparator.comparingLong(CameraFigures::violations)
                .reversed()
                .thenComparing(
                    CameraFigures::complianceByVisit,
                    Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(CameraFigures::cameraId));
  }

  private Gaps gaps(Coverage coverage) {
    List<CameraGaps> cameras =
        coverage.gaps().stream()
            .map(
                it ->
                    new CameraGaps(
                        it.cameraId(),
                        it.minutes(),
                        it.spans().stream()
                            .map(gap -> new GapView(at(gap.from()), at(gap.to()), gap.minutes()))
                            .toList()))
            .toList();
    return new Gaps(sum(cameras, CameraGaps::minutes), cameras);
  }

  private ShiftView view(Shift shift) {
    return new ShiftView(shift.name(), shift.day(), at(shift.from()), at(shift.to()));
  }

  /** By the clock on the wall. */
  private OffsetDateTime at(Instant instant) {
    return instant.atZone(shifts.zone()).toOffsetDateTime();
  }

  private static @Nullable Double compliance(long judged, long violating) {
    return judged == 0 ? null : (double) (judged - violating) / judged;
  }

  private static <T> long sum(List<T> rows, ToLongFunction<T> of) {
    return rows.stream().mapToLong(of).sum();
  }
}
