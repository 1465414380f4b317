package io.cleansight.contracts.vocabulary;

import java.util.List;
import java.util.Set;

/** What a region of a camera's picture means. */
public enum ZoneType implements Term {
  ENTRANCE,
  HANDWASH,
  SANITIZE,
  WORK_AREA,
  /** Whoever enters breaks a rule. */
  RESTRICTED,
  /** Presence and dwell alone are of interest. */
  MONITORING,
  /** Black in every picture and video: nobody is seen in it, so nobody is ever in it. */
  PRIVACY;

  /**
   * Where people do what can be asked of them before the work area, in the order in which it is
   * asked.
   */
  public static final Set<String> STEPS = Term.words(List.of(HANDWASH, SANITIZE));
}
