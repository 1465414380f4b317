package io.cleansight.persistence.deadletter;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which dead letters are meant; null: any. */
public record DeadLetterFilter(
    @Nullable String topic,
    @Nullable String code,
    @Nullable String key,
    @Nullable Instant since,
    @Nullable Instant until) {

  public DeadLetterFilter {
    if (topic != null) {
      Topics.source(topic); // says so if there is none
    }
  }

  List<String> topics() {
    return topic == null ? Topics.sources().stream().map(Topic::name).toList() : List.of(topic);
  }

  boolean admits(@Nullable String itsKey, String itsCode, Instant at) {
    return (code == null || code.equals(itsCode))
        && (key == null || key.equals(itsKey))
        && (since == null || !at.isBefore(since))
        && (until == null || at.isBefore(until));
  }
}
