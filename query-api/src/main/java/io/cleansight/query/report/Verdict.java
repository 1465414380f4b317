package io.cleansight.query.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a shift went.
 *
 * @param code {@code good}, {@code attention}, {@code poor}, or {@code unknown} where no frame was
 *     judged
 * @param reasons why it is no better: {@code compliance}, {@code violations}, {@code coverage}
 */
record Verdict(String code, List<String> reasons) {
  private static final Verdict UNKNOWN = new Verdict("unknown", List.of());

  /**
   * What it is decided by.
   *
   * @param violations without those that were false positives
   */
  record Measures(
      long frames,
      long violations,
      @Nullable Double complianceByVisit,
      @Nullable Double coverage) {}

  static Verdict of(Measures measures, ReportProperties limits) {
    if (measures.frames() == 0) {
      return UNKNOWN;
    }
    List<String> poor = missed(measures, limits.compliancePoor(), limits.violationsPoor(), 0);
    if (!poor.isEmpty()) {
      return new Verdict("poor", poor);
    }
    List<String> missed =
        missed(measures, limits.complianceGood(), limits.violationsGood(), limits.coverageGood());
    return new Verdict(missed.isEmpty() ? "good" : "attention", missed);
  }

  private static List<String> missed(
      Measures measures, double compliance, int violations, double coverage) {
    var missed = new ArrayList<String>();
    if (isBelow(measures.complianceByVisit(), compliance)) {
      missed.add("compliance");
    }
    if (measures.violations() > violations) {
      missed.add("violations");
    }
    if (isBelow(measures.coverage(), coverage)) {
      missed.add("coverage");
    }
    return List.copyOf(missed);
  }

  private static boolean isBelow(@Nullable Double rate, double limit) {
    return rate != null && rate < limit;
  }
}
