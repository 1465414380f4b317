package io.cleansight.alert.notify.channel;

import io.cleansight.event.Alert;
import java.net.URI;

/**
 * Where in the pages an alert leads to: to the violations that are the reason for it, or else to
 * the alert.
 *
 * @param pages their address as people reach them; empty: nowhere
 */
public record PageLinks(String pages) {
  public static final PageLinks NONE = new PageLinks("");

  public PageLinks {
    pages = pages.strip().replaceFirst("/+$", "");
    if (!pages.isEmpty() && !isPlain(pages)) {
      throw new IllegalArgumentException(
          "alert.notify.pages must be http or https with a host, without login, query and fragment");
    }
  }

  /** A line of its own; nothing where there is no address of pages. */
  String line(Alert alert) {
    if (pages.isEmpty()) {
      return "";
    }
    String page = alert.getViolationIds().isEmpty() ? "alerts.html?id=" : "records.html?alert_id=";
    return "%n%s/%s%s".formatted(pages, page, alert.getAlertId());
  }

  private static boolean isPlain(String text) {
    try {
      URI address = URI.create(text);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }
}
