package io.cleansight.alert.notify.channel;

import java.io.IOException;

/** A message was refused by a channel that is well otherwise. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  public RefusedException(String message) {
    super(message);
  }
}
