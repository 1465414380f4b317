package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.contracts.vocabulary.ZoneType;
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
    String ofItem = zones.contains(ZoneType.WORK_AREA.word()) ? HIGH : MEDIUM;
    return Term.find(ViolationType.class, type)
        .map(
            it ->
                switch (it) {
                  case RESTRICTED_AREA, NO_HANDWASH -> HIGH;
                  case SHORT_HANDWASH -> LOW;
                  case NO_SANITIZE -> MEDIUM;
                  case NO_HAIRNET -> ofItem;
                })
        .orElse(ofItem);
  }
}
