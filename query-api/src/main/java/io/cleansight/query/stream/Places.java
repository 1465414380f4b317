package io.cleansight.query.stream;

import io.cleansight.contracts.Topics;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How far somebody has heard the topics: for each partition the offset that comes next. Written as
 * the id of a server-sent event, it is what a client hands back after it was cut off.
 */
record Places(SortedMap<String, Long> next) {
  private static final int LONGEST = 4096;
  private static final int MOST = 500;

  Places {
    next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  static Places of(Map<TopicPartition, Long> next) {
    var places = new TreeMap<String, Long>();
    next.forEach((partition, offset) -> places.put(name(partition), offset));
    return new Places(places);
  }

  /** In a letter and a number, as it is in every event's id. */
  static String name(TopicPartition partition) {
    String topic =
        switch (partition.topic()) {
          case Topics.VIOLATIONS -> "v";
          case Topics.ALERTS -> "a";
          case Topics.CAMERA_HEALTH -> "c";
          default -> throw new IllegalArgumentException("not told of: " + partition);
        };
    return topic + partition.partition();
  }

  Places after(String partition, long offset) {
    var places = new TreeMap<>(next);
    places.put(partition, offset + 1);
    return new Places(places);
  }

  /** Whether a record there is news. */
  boolean lacks(String partition, long offset) {
    return offset >= next.getOrDefault(partition, 0L);
  }

  String write() {
    return next.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** Empty for what was never written so. */
  static Optional<Places> read(String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var places = new TreeMap<String, Long>();
      for (String part : written.split(",", MOST)) {
        int equals = part.lastIndexOf('=');
        if (equals < 0) {
          return Optional.empty();
        }
        places.put(part.substring(0, equals), Long.parseLong(part.substring(equals + 1)));
      }
      return Optional.of(new Places(places));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }
}
