package io.cleansight.alert.notify;

import java.io.IOException;

/** A message was refused by a channel that is well otherwise. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  RefusedException(String message) {
    super(message);
  }
}
