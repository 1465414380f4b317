package io.cleansight.contracts.vocabulary.wording;

import java.util.Set;

/**
 * What an alert says. Of a grouped alert it is what holds for each of its cameras: with the numbers
 * of the rule, as each camera has its own.
 */
public enum AlertReason implements Wording {
  VIOLATIONS,
  /** There are more by now than those that raised it, which alone lie in that time. */
  MORE_VIOLATIONS,
  VIOLATIONS_EACH,
  OCCUPANCY,
  OCCUPANCY_EACH,
  NOBODY,
  OFFLINE,
  BLIND,
  STAYED_TOO_LONG,
  STAYED_TOO_BRIEFLY,
  STAYS_EACH,
  LONG_STAYS_EACH,
  BRIEF_STAYS_EACH,
  COMPLIANCE,
  COMPLIANCE_EACH;

  @Override
  public Set<String> parameters() {
    return switch (this) {
      case VIOLATIONS, MORE_VIOLATIONS ->
          Set.of("violation_type", "count", "lasted_seconds", "threshold", "window_seconds");
      case VIOLATIONS_EACH -> Set.of("violation_type", "threshold", "window_seconds");
      case OCCUPANCY -> Set.of("zone", "count", "lasted_seconds", "max_people");
      case OCCUPANCY_EACH -> Set.of("zone", "max_people");
      case NOBODY, OFFLINE, BLIND -> Set.of("lasted_seconds");
      case STAYED_TOO_LONG -> Set.of("zone", "count", "lasted_seconds", "max_seconds");
      case STAYED_TOO_BRIEFLY -> Set.of("zone", "lasted_seconds", "min_seconds");
      case STAYS_EACH -> Set.of("zone", "min_seconds", "max_seconds");
      case LONG_STAYS_EACH -> Set.of("zone", "max_seconds");
      case BRIEF_STAYS_EACH -> Set.of("zone", "min_seconds");
      case COMPLIANCE -> Set.of("item", "rate", "percent", "window_seconds");
      case COMPLIANCE_EACH -> Set.of("item", "percent", "window_seconds");
    };
  }
}
