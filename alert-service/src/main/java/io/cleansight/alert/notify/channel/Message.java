package io.cleansight.alert.notify.channel;

import io.cleansight.event.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one recipient is notified of at once: one state of one alert, or a summary of several.
 *
 * @param items in the order in which they happened
 * @param at the broker's time
 */
public record Message(String recipient, List<Item> items, Instant at) {
  public Message {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("a message to " + recipient + " says nothing");
    }
  }

  /**
   * @param key the same for the same alert, state and recipient, however often it is sent
   */
  public record Item(Alert alert, String key) {
    public static Item of(Alert alert, String channel, String recipient) {
      return new Item(
          alert,
          uuid(alert.getAlertId() + "\n" + alert.getState() + "\n" + channel + "\n" + recipient));
    }
  }

  public boolean isSummary() {
    return items.size() > 1;
  }

  public Alert alert() {
    return items.getFirst().alert();
  }

  /** Of a summary, the same for the same items. */
  public String key() {
    return isSummary()
        ? uuid(items.stream().map(Item::key).collect(Collectors.joining("\n")))
        : items.getFirst().key();
  }

  private static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
