package io.cleansight.alert.notify.channel;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.util.Set;

/**
 * A way to notify people and programs. Every implementation passes ChannelContract. Called by
 * several threads, and may wait; may be asked again for the same alert and recipient after a crash.
 */
public interface Channel {
  /** As rules name it. */
  String name();

  /** Whom it notifies of this alert, each on its own. */
  Set<String> recipients(Alert alert);

  /** Whether it tells of alerts in that state; people are told of what is to be done. */
  default boolean tells(String state) {
    return AlertState.RAISED.is(state)
        || AlertState.UNSILENCED.is(state)
        || AlertState.ESCALATED.is(state);
  }

  /**
   * Notifies one recipient.
   *
   * @throws RefusedException if this message was refused, which says nothing of others
   * @throws IOException if the recipient was not notified; says neither addresses nor secrets
   */
  void send(Message message) throws IOException;
}
