package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** No frames have come from the camera for so long. */
public record Offline(Duration holding) implements Condition {
  public Offline {
    Condition.checkHolding(holding);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.CAMERA_HEALTH);
  }

  @Override
  public Statement describe(int count, Duration lasted) {
    return after(lasted);
  }

  @Override
  public Statement describeEach() {
    return after(holding);
  }

  private static Statement after(Duration time) {
    return Statement.of(AlertReason.OFFLINE, "not online for %d s".formatted(time.toSeconds()))
        .with("lasted_seconds", time.toSeconds());
  }

  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.lasting(state, visibility == CameraVisibility.AWAY, at, holding, 0);
  }
}
