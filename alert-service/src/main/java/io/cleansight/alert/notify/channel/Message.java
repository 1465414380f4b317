package io.cleansight.alert.notify.channel;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Alert;
import java.time.Instant;
import java.util.List;

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
          Ids.notification(alert.getAlertId(), alert.getState(), channel, recipient).toString());
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
        ? Ids.summary(items.stream().map(Item::key).toList()).toString()
        : items.getFirst().key();
  }
}
