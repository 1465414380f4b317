package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Channels by the names that rules use. */
final class Channels {
  private final Map<String, Channel> byName = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if two have one name
   */
  Channels(List<Channel> channels) {
    for (Channel channel : channels) {
      if (byName.put(channel.name(), channel) != null) {
        throw new IllegalArgumentException(
            "alert.notify.endpoints: two channels are called " + channel.name());
      }
    }
  }

  Optional<Channel> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<Channel> all() {
    return byName.values();
  }
}
