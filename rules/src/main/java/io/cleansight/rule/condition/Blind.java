package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
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
  public Statement describe(int count, Duration lasted) {
    return after(lasted);
  }

  @Override
  public Statement describeEach() {
    return after(holding);
  }

  private static Statement after(Duration time) {
    return Statement.of(
            AlertReason.BLIND,
            "picture dark, covered or frozen for %d s".formatted(time.toSeconds()))
        .with("lasted_seconds", time.toSeconds());
  }

  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.lasting(state, visibility == CameraVisibility.BLIND, at, holding, 0);
  }
}
