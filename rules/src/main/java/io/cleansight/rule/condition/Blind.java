package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Frames come from the camera, and for so long they have shown nothing. */
public record Blind(Duration holding) implements Condition {
  public Blind {
    Condition.checkHolding(holding);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.CAMERA_HEALTH);
  }

  @Override
  public String describe(int count, Duration lasted) {
    return "picture dark, covered or frozen for %d s".formatted(lasted.toSeconds());
  }

  @Override
  public String describeEach() {
    return "picture dark, covered or frozen for %d s".formatted(holding.toSeconds());
  }

  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.lasting(state, visibility == CameraVisibility.BLIND, at, holding, 0);
  }
}
