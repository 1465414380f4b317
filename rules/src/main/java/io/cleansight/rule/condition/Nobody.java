package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Nobody is seen for so long, by a camera that sees. */
public record Nobody(Duration holding) implements Condition {
  public Nobody {
    Condition.check(holding);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.ACTIVITY, Topics.CAMERA_HEALTH);
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
    return Statement.of(AlertReason.NOBODY, "nobody seen for %d s".formatted(time.toSeconds()))
        .with("lasted_seconds", time.toSeconds());
  }

  @Override
  public ConditionResult frame(ConditionState state, FrameSeen frame, CameraVisibility visibility) {
    boolean empty = visibility == CameraVisibility.SEES && frame.people().isEmpty();
    return Condition.lasting(state, empty, frame.at(), holding, 0);
  }

  /** A camera that does not see tells nothing of who is there. */
  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.unlessSeen(state, at, visibility);
  }
}
