package io.cleansight.inference.judge;

import io.cleansight.contracts.Words;
import io.cleansight.inference.zone.Zone;
import java.util.List;

/** How much a violation weighs: more where food is worked with. */
final class Severity {
  private static final String HIGH = "high";
  private static final String MEDIUM = "medium";
  private static final String LOW = "low";

  private Severity() {}

  /**
   * By type and place.
   *
   * @param zones types of the zones that the person is in
   */
  static String of(String type, List<String> zones) {
    return switch (type) {
      case Words.RESTRICTED_AREA, Words.NO_HANDWASH -> HIGH;
      case Words.SHORT_HANDWASH -> LOW;
      case Words.NO_SANITIZE -> MEDIUM;
      default -> zones.contains(Zone.WORK_AREA) ? HIGH : MEDIUM;
    };
  }
}
