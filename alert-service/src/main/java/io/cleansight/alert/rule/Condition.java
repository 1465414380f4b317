package io.cleansight.alert.rule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a rule fires. A new kind is a new record; the compiler then names every place to extend. The
 * names are in the changelog of cameras' watches: they stay.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Condition.Violations.class, name = "violations"),
  @JsonSubTypes.Type(value = Condition.Occupancy.class, name = "occupancy"),
  @JsonSubTypes.Type(value = Condition.Nobody.class, name = "nobody"),
  @JsonSubTypes.Type(value = Condition.Offline.class, name = "offline")
})
public sealed interface Condition {
  int HIGHEST_COUNT = 1000;
  Duration LONGEST = Duration.ofHours(24);

  /**
   * So many violations open within a window. What the first system called {@code
   * violation_threshold} and {@code continuous_violation} are both this: they differ in how they
   * are written.
   *
   * @param violationType null: any
   */
  record Violations(@Nullable String violationType, int threshold, Duration window)
      implements Condition {
    public Violations {
      within("threshold", threshold, 1);
      within("window", window);
    }
  }

  /**
   * More people than {@code max} for as long as {@code holding}.
   *
   * @param zone type of the zone that they are in; null: the whole picture
   */
  record Occupancy(@Nullable String zone, int max, Duration holding) implements Condition {
    public Occupancy {
      within("max_people", max, 0);
      notNegative(holding);
    }
  }

  /** Nobody is seen for so long, by a camera that sees. */
  record Nobody(Duration holding) implements Condition {
    public Nobody {
      within("duration", holding);
    }
  }

  /** The camera has not been online for so long. */
  record Offline(Duration holding) implements Condition {
    public Offline {
      notNegative(holding);
    }
  }

  private static void within(String name, int value, int least) {
    if (value < least || value > HIGHEST_COUNT) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + HIGHEST_COUNT + ", not " + value);
    }
  }

  private static void within(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be over 0 and at most 24 h, not " + value);
    }
  }

  private static void notNegative(Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("duration must be 0 to 24 h, not " + value);
    }
  }
}
