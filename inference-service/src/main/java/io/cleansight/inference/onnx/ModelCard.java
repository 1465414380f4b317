package io.cleansight.inference.onnx;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a person says of a model in {@code model.yaml}, beside {@code model.onnx}; all of it is
 * optional and comes before what the model's own metadata says.
 *
 * @param layout of the outputs, one of {@link #LAYOUTS}, where it cannot be told from the graph
 * @param classes their names in the model's order, or the one word {@code coco}
 * @param labels what a class means to us (person, hairnet, no_hairnet, handwashing, …), by its
 *     name; with it, classes that are not in it are passed over
 * @param width of the input where the graph leaves it open, in pixels; so {@code height}
 * @param channels {@code rgb} or {@code bgr}
 * @param mean taken off each channel, values being 0..255: one number or three
 * @param std by which each is then divided: one number or three
 * @param resize {@code letterbox} (picture at the top left), {@code letterbox-centred} or {@code
 *     stretch}
 * @param padding grey of what a letterbox leaves free, 0..255
 * @param overlap IoU above which two boxes are one thing, 0.1..0.95
 * @param acrossClasses whether two boxes of different classes can be one thing
 * @param minimumScore below which nothing is seen, 0.01..0.99
 * @param sha256 of model.onnx, hexadecimal: a model that is another is refused
 */
record ModelCard(
    @Nullable String layout,
    @Nullable List<String> classes,
    @Nullable Map<String, String> labels,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable String channels,
    @Nullable List<Double> mean,
    @Nullable List<Double> std,
    @Nullable String resize,
    @Nullable Integer padding,
    @Nullable Double overlap,
    @JsonProperty("across-classes") @Nullable Boolean acrossClasses,
    @JsonProperty("minimum-score") @Nullable Double minimumScore,
    @Nullable String sha256) {

  static final Set<String> LAYOUTS =
      Set.of(
          "yolox",
          "yolox-decoded",
          "yolov5",
          "yolov8",
          "end2end",
          "detr",
          "nanodet",
          "ssd",
          "yunet");

  static final ModelCard EMPTY =
      new ModelCard(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  private static final int CHANNELS = 3;
  private static final int SMALLEST_SIDE = 32;
  private static final int LARGEST_SIDE = 4096;
  private static final String PROBLEM = "problem: ";
  private static final int LONGEST_FILE = 64 << 10;

  ModelCard {
    one(layout, LAYOUTS, "layout");
    one(channels, Set.of("rgb", "bgr"), "channels");
    one(resize, Set.of("letterbox", "letterbox-centred", "stretch"), "resize");
    within(width, SMALLEST_SIDE, LARGEST_SIDE, "width");
    within(height, SMALLEST_SIDE, LARGEST_SIDE, "height");
    within(padding, 0, 255, "padding");
    within(overlap, 0.1, 0.95, "overlap");
    within(minimumScore, 0.01, 0.99, "minimum-score");
    oneOrThree(mean, "mean");
    oneOrThree(std, "std");
    if (std != null && std.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("std must be above 0: " + std);
    }
    if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits, not " + sha256);
    }
    classes = classes == null ? null : List.copyOf(classes);
    labels = labels == null ? null : Map.copyOf(labels);
  }

  /**
   * Reads a {@code model.yaml}.
   *
   * @throws IllegalArgumentException that names the field and what it may be
   */
  static ModelCard parse(byte[] yaml) {
    if (yaml.length > LONGEST_FILE) {
      throw new IllegalArgumentException(
          "model.yaml: " + yaml.length + " bytes is over " + LONGEST_FILE);
    }
    var mapper =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      ModelCard card = mapper.readValue(yaml, ModelCard.class);
      return card == null ? EMPTY : card;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("model.yaml: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /** What is taken off each channel; {@code usual} where the card says nothing. */
  double[] meanPerChannel(double... usual) {
    return mean == null ? usual : perChannel(mean);
  }

  /** By what each channel is then divided; {@code usual} where the card says nothing. */
  double[] stdPerChannel(double... usual) {
    return std == null ? usual : perChannel(std);
  }

  private static double[] perChannel(List<Double> values) {
    return IntStream.range(0, CHANNELS)
        .mapToDouble(i -> values.get(values.size() == 1 ? 0 : i))
        .toArray();
  }

  private static String firstLine(@Nullable String text) {
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    int problem = line.indexOf(PROBLEM); // Jackson's words around what this class has said
    return line.isEmpty()
        ? "cannot be read"
        : line.substring(problem < 0 ? 0 : problem + PROBLEM.length());
  }

  private static void one(@Nullable String value, Set<String> of, String field) {
    if (value != null && !of.contains(value)) {
      throw new IllegalArgumentException(
          field + " must be one of " + new java.util.TreeSet<>(of) + ", not " + value);
    }
  }

  private static void within(@Nullable Number value, Number least, Number most, String field) {
    if (value != null
        && !(value.doubleValue() >= least.doubleValue()
            && value.doubleValue() <= most.doubleValue())) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, not %s".formatted(field, least, most, value));
    }
  }

  private static void oneOrThree(@Nullable List<Double> values, String field) {
    if (values != null && values.size() != 1 && values.size() != CHANNELS) {
      throw new IllegalArgumentException(field + " must be one number or three, not " + values);
    }
  }
}
