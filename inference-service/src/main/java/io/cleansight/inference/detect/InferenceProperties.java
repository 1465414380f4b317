package io.cleansight.inference.detect;

import io.cleansight.inference.onnx.Provider;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code inference}.
 *
 * @param model directory with a {@code model.onnx} and perhaps a {@code model.yaml}: what looks at
 *     heads on every camera that no pipeline names
 * @param pipelines other models for some cameras; the first that fits a camera is its own
 * @param provider what computes: cpu, cuda, tensorrt or openvino
 * @param batch frames that go through a model together, across cameras; more than 1 only gains on a
 *     GPU
 * @param threads groups of frames worked on at a time, each on one core; 0: half of the cores
 * @param minimumScore below it nothing is seen; well below what judges a verdict, since a faint box
 *     still holds a track
 * @param stale age at which a live frame gives way to a newer one
 * @param crowded time that the frames at hand may take before live cameras give only their newest
 * @param reload how often the models' directories are looked at for a new version
 * @param future a frame captured later than so much after the broker appended it is marked as
 *     untimely
 * @param oldest a frame captured earlier than so much before that is marked as untimely
 * @param excludedCameras whose frames another detector looks at and says what it sees in {@code
 *     detections}; {@code *} stands for any letters
 */
@Validated
@ConfigurationProperties("inference")
record InferenceProperties(
    @NotBlank String model,
    @DefaultValue List<@Valid Pipeline> pipelines,
    @DefaultValue("cpu") Provider provider,
    @DefaultValue("1") @Min(1) @Max(256) int batch,
    @DefaultValue("0") @Min(0) @Max(256) int threads,
    @DefaultValue("0.2") @DecimalMin("0.01") @DecimalMax("0.99") double minimumScore,
    @DefaultValue("2s") Duration stale,
    @DefaultValue("250ms") Duration crowded,
    @DefaultValue("5s") Duration reload,
    @DefaultValue("5m") Duration future,
    @DefaultValue("400d") Duration oldest,
    @DefaultValue List<String> excludedCameras) {

  InferenceProperties {
    pipelines = List.copyOf(pipelines);
    excludedCameras = List.copyOf(excludedCameras);
    if (future.isNegative() || oldest.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "inference.future must not be negative, and inference.oldest a day or more: %s, %s"
              .formatted(future, oldest));
    }
  }

  Timeliness timeliness() {
    return new Timeliness(future, oldest);
  }

  /** Whether another detector looks at that camera's frames. */
  boolean excludes(String camera) {
    return isNamed(camera, excludedCameras);
  }

  private static boolean isNamed(String camera, List<String> names) {
    return names.stream().anyMatch(name -> camera.matches(pattern(name)));
  }

  /** Of letters, digits, '.', '_' and '-', as names of cameras are; all else is literal. */
  private static String pattern(String name) {
    return java.util.regex.Pattern.quote(name).replace("*", "\\E.*\\Q");
  }

  /** On what a pipeline's head model looks. */
  enum On {
    FRAME,
    PERSON
  }

  /**
   * Models for some cameras.
   *
   * @param cameras their names; {@code *} stands for any letters
   * @param person a directory with a model that sees people, if heads are to belong to people
   * @param head a directory with a model that sees heads, with and without
   * @param on whether the head model looks at the whole frame or at each person
   * @param items further models, for hands and things: handwashing, sanitizing, mask, gloves, apron
   * @param appearance a directory with a model that tells how a person (or, without a person model,
   *     a head) looks, if people are to be known again by that
   */
  record Pipeline(
      @NotEmpty List<String> cameras,
      @Nullable String person,
      @NotBlank String head,
      @DefaultValue("frame") On on,
      @DefaultValue List<String> items,
      @Nullable String appearance) {

    Pipeline {
      cameras = List.copyOf(cameras);
      items = List.copyOf(items);
      if (on == On.PERSON && person == null) {
        throw new IllegalArgumentException(
            "inference.pipelines: on: person needs a person model; set person to its directory");
      }
    }

    boolean watches(String camera) {
      return isNamed(camera, cameras);
    }

    /** Directories of the models that detect. */
    List<String> models() {
      return Stream.concat(
              person == null ? Stream.of(head) : Stream.of(person, head), items.stream())
          .distinct()
          .toList();
    }

    /** All directories, the appearance model's included. */
    List<String> directories() {
      return Stream.concat(models().stream(), Stream.ofNullable(appearance)).toList();
    }
  }

  int workers() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** All pipelines, the last of which takes every camera. */
  List<Pipeline> allPipelines() {
    return Stream.concat(
            pipelines.stream(),
            Stream.of(new Pipeline(List.of("*"), null, model, On.FRAME, List.of(), null)))
        .toList();
  }
}
