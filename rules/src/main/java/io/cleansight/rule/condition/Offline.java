package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
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
  public String describe(int count, Duration lasted) {
    return "not online for %d s".formatted(lasted.toSeconds());
  }

  @Override
  public String describeEach() {
    return "not online for %d s".formatted(holding.toSeconds());
  }

  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.lasting(state, visibility == CameraVisibility.AWAY, at, holding, 0);
  }
}
