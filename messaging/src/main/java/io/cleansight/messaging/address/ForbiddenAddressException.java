package io.cleansight.messaging.address;

import java.net.UnknownHostException;

/**
 * A host has no address that may be opened. A name that does not exist is the same to whoever asks:
 * else names of a network could be found out one by one.
 */
public final class ForbiddenAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1;

  ForbiddenAddressException() {
    super("no address that is allowed");
  }
}
