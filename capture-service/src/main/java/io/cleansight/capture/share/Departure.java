package io.cleansight.capture.share;

import net.jcip.annotations.ThreadSafe;
import org.springframework.stereotype.Component;

/** That this instance is about to leave its group, as its {@link OneByOneAssignor} says there. */
@Component
@ThreadSafe
class Departure {
  private volatile boolean announced;
  private volatile int staying;

  void announce() {
    announced = true;
  }

  boolean isAnnounced() {
    return announced;
  }

  /**
   * @param members of the group that are not about to leave; this one counts until that is known
   */
  void heirs(int members) {
    staying = members;
  }

  /** Whether somebody else is there to have what this instance has. */
  boolean hasHeirs() {
    return staying > (announced ? 0 : 1);
  }
}
