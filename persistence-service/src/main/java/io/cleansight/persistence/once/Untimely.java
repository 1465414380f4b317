package io.cleansight.persistence.once;

import io.cleansight.contracts.vocabulary.Untimeliness;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Events that were marked as untimely when they were detected, and those of days whose records are
 * gone. They are counted by the hour that they claim, and in no statistics.
 */
@Component
public class Untimely {
  private final UntimelyEventStore store;
  private final Clock clock;
  private final Horizon horizon;

  Untimely(UntimelyEventStore store, Clock clock, Horizon horizon) {
    this.store = store;
    this.clock = clock;
    this.horizon = horizon;
  }

  /**
   * {@code future} or {@code expired}; empty for an event that counts.
   *
   * @param mark what was judged when the frame was detected, for everybody; null: it is timely
   */
  public Optional<String> reason(@Nullable String mark, Instant at) {
    boolean removed = at.isBefore(horizon.before(clock.instant()));
    return Optional.ofNullable(mark)
        .or(() -> removed ? Optional.of(Untimeliness.EXPIRED.word()) : Optional.empty());
  }

  /** Counts so many; inside the transaction. */
  public void count(String topic, String camera, String reason, Instant at, int events) {
    store.count(topic, camera, reason, at, events);
  }
}
