package io.cleansight.persistence.detection;

import io.cleansight.event.Activity;
import io.cleansight.persistence.detection.Standing.Choice;
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
 * frame's number, so that a repeat is decided alike.
 *
 * @param interval for {@code interval}: every so-manieth frame
 * @param normalSampleInterval for {@code smart}: of the frames without a violation, every
 *     so-manieth
 */
@Validated
@ConfigurationProperties("persistence.save")
record SavePolicy(
    @DefaultValue("smart") Strategy strategy,
    @DefaultValue("30") @Min(1) @Max(100_000) int interval,
    @DefaultValue("300") @Min(1) @Max(100_000) int normalSampleInterval) {

  enum Strategy {
    ALL,
    VIOLATIONS_ONLY,
    INTERVAL,
    SMART
  }

  /** The policy of a camera that has chosen so, or nothing. */
  SavePolicy with(Choice choice) {
    Strategy chosen =
        choice.strategy() == null
            ? strategy
            : Strategy.valueOf(choice.strategy().toUpperCase(Locale.ROOT));
    return new SavePolicy(
        chosen,
        Objects.requireNonNullElse(choice.interval(), interval),
        Objects.requireNonNullElse(choice.interval(), normalSampleInterval));
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
