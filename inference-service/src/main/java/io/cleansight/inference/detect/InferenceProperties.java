package io.cleansight.inference.detect;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code inference}.
 *
 * @param model an ONNX file in YOLOX's layout
 * @param labels what its classes mean, in their order
 * @param threads frames worked on at a time, each on one core; 0: half of the cores
 * @param minimumScore below it nothing is seen; well below what judges a verdict, since a faint box
 *     still holds a track
 * @param overlap IoU above which two boxes are one head
 * @param stale age at which a live frame gives way to a newer one
 */
@Validated
@ConfigurationProperties("inference")
record InferenceProperties(
    Resource model,
    @NotEmpty List<String> labels,
    @DefaultValue("0") @Min(0) @Max(256) int threads,
    @DefaultValue("0.2") @DecimalMin("0.01") @DecimalMax("0.99") double minimumScore,
    @DefaultValue("0.45") @DecimalMin("0.1") @DecimalMax("0.95") double overlap,
    @DefaultValue("2s") Duration stale) {

  int workers() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}
