package io.cleansight.alert.notify;

import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.util.Set;

/**
 * A way to tell people. Every implementation passes ChannelContract. Called by several threads, and
 * may wait; may be asked again for the same alert and recipient after a crash.
 */
interface Channel {
  /** As rules name it. */
  String name();

  /** Whom it tells of this alert, each on its own. */
  Set<String> recipients(Alert alert);

  /** Whether it tells of alerts in that state; people are told of what is to be done. */
  default boolean tells(String state) {
    return state.equals(Words.RAISED) || state.equals(Words.ESCALATED);
  }

  /**
   * Tells one recipient.
   *
   * @param key the same for the same alert, state and recipient, however often it is asked
   * @throws IOException if that recipient was not told
   */
  void tell(Alert alert, String recipient, String key) throws IOException;
}
