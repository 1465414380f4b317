package io.cleansight.messaging.address;

import java.net.URI;

/** What a setting may have as an address of HTTP. */
public final class HttpAddress {
  private HttpAddress() {}

  /** With a host, and without a password, which would get into logs. */
  public static boolean isValid(String text) {
    try {
      URI address = URI.create(text);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
