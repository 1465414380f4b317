package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import java.io.IOException;

/** A way to tell people. */
interface Channel {
  /** As rules name it. */
  String name();

  /**
   * Tells of an alert that was raised; may be asked again for the same one after a crash.
   *
   * @throws IOException if nobody was told
   */
  void tell(Alert alert) throws IOException;
}
