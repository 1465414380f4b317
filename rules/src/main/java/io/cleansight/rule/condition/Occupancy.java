package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * More people than {@code max} for as long as {@code holding}.
 *
 * @param zone type of the zone that they are in; null: the whole picture
 */
public record Occupancy(@Nullable String zone, int max, Duration holding) implements Condition {
  public Occupancy {
    Condition.check("max_people", max, 0);
    Condition.checkHolding(holding);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.ACTIVITY, Topics.CAMERA_HEALTH);
  }

  @Override
  public Statement describe(int count, Duration lasted) {
    return Statement.of(
            AlertReason.OCCUPANCY,
            "%d people in %s for %d s (rule: at most %d)"
                .formatted(count, place(), lasted.toSeconds(), max))
        .with("zone", zone)
        .with("count", count)
        .with("lasted_seconds", lasted.toSeconds())
        .with("max_people", max);
  }

  @Override
  public Statement describeEach() {
    return Statement.of(
            AlertReason.OCCUPANCY_EACH, "more than %d people in %s".formatted(max, place()))
        .with("zone", zone)
        .with("max_people", max);
  }

  private String place() {
    return zone == null ? "the picture" : zone;
  }

  @Override
  public ConditionResult frame(ConditionState state, FrameSeen frame, CameraVisibility visibility) {
    int people = frame.peopleIn(zone);
    return Condition.lasting(state, people > max, frame.at(), holding, people);
  }

  /** Nobody knows how many there are. */
  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.unlessSeen(state, at, visibility);
  }
}
