package io.cleansight.persistence.detection;

import io.cleansight.contracts.vocabulary.SaveStrategy;
import io.cleansight.event.Activity;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Locale;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which frames get a record of their own, settings under {@code persistence.save}; a camera may
 * choose otherwise for itself. What counts in the hours does not depend on it. Decided by the
 * frame's number.
 *
 * @param strategy which of them get one, where the camera does not say
 * @param interval for {@code interval}: every so many frames, one
 * @param normalSampleInterval for {@code smart}: one of so many frames without a violation
 */
@Validated
@ConfigurationProperties("persistence.save")
record SavePolicy(
    @DefaultValue("smart") SaveStrategy strategy,
    @DefaultValue("30") @Min(1) @Max(100_000) int interval,
    @DefaultValue("300") @Min(1) @Max(100_000) int normalSampleInterval) {

  /**
   * With what the camera's settings said when the frame was judged, so that a repeat is decided
   * alike.
   */
  SavePolicy of(Activity frame) {
    String chosen = frame.getSaveStrategy();
    return new SavePolicy(
        chosen == null ? strategy : SaveStrategy.valueOf(chosen.toUpperCase(Locale.ROOT)),
        Objects.requireNonNullElse(frame.getSaveInterval(), interval),
        Objects.requireNonNullElse(frame.getSaveInterval(), normalSampleInterval));
  }

  boolean keeps(Activity frame) {
    boolean violating = frame.getHairnetViolations() > 0;
    return switch (strategy) {
      case ALL -> true;
      case VIOLATIONS_ONLY -> violating;
      case INTERVAL -> frame.getSequence() % interval == 0;
      case SMART -> violating || frame.getSequence() % normalSampleInterval == 0;
    };
  }
}
