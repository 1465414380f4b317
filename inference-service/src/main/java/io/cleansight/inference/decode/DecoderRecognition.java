package io.cleansight.inference.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a model's layout from its graph, its metadata and a first run on a made-up picture. */
public final class DecoderRecognition {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int[] STRIDES_P6 = {8, 16, 32, 64};
  private static final int END_TO_END_MOST = 1000;
  private static final int ANCHORS = 3;

  private DecoderRecognition() {}

  /**
   * One of a model's outputs.
   *
   * @param shape as of a run, nothing left open
   * @param first the values of the first picture, at most some thousands
   */
  public record Output(String name, boolean whole, long[] shape, float[] first) {
    int rank() {
      return shape.length;
    }

    int at(int dimension) {
      return (int) shape[dimension];
    }
  }

  /** A layout, and how many classes it speaks of. */
  public record Recognised(OutputDecoder decoder, int classes) {}

  /**
   * Recognises a layout.
   *
   * @param told a picture's size is an input too
   * @param layout what the model's card says it is; null: nothing
   * @throws IllegalArgumentException saying what was found and what to set
   */
  public static Recognised of(
      List<Output> outputs,
      int width,
      int height,
      boolean told,
      Map<String, String> metadata,
      @Nullable String layout) {
    if (told || "detr".equals(layout)) {
      return detr(outputs);
    }
    return switch (outputs.size()) {
      case 1 -> single(outputs.getFirst(), width, height, metadata, layout);
      case 2 -> ssd(outputs, width, height);
      case 6 -> nanoDet(outputs, width, height);
      case 9, 12 -> yuNet(outputs, width, height);
      default -> throw unknown(outputs, "no known layout has " + outputs.size() + " outputs");
    };
  }

  private static Recognised single(
      Output output, int width, int height, Map<String, String> metadata, @Nullable String layout) {
    if (output.rank() != 3) {
      throw unknown(List.of(output), "an output of boxes has 3 dimensions");
    }
    String hint = hint(layout, metadata);
    boolean grid = hasRows(output, 1, width, height);
    boolean anchors = hasRows(output, ANCHORS, width, height);
    if (hint.equals("end2end") || (hint.isEmpty() && output.at(2) == 6 && !grid && !anchors)) {
      return endToEnd(output);
    }
    if (grid || anchors) {
      return rows(output, width, height, anchors ? "yolov5" : hint);
    }
    if (output.at(1) > 4 && output.at(1) < output.at(2)) {
      return new Recognised(
          new YoloColumnsDecoder(output.name, output.at(2), output.at(1) - 4), output.at(1) - 4);
    }
    throw unknown(
        List.of(output),
        "neither %d rows (YOLOX, YOLOv5), nor columns of 4 + classes (YOLOv8), nor rows of 6 (end to end)"
            .formatted(cells(width, height, STRIDES)));
  }

  /** Whether it has so many rows for each cell of a picture of that size. */
  private static boolean hasRows(Output output, int perCell, int width, int height) {
    return output.at(1) == perCell * cells(width, height, STRIDES)
        || output.at(1) == perCell * cells(width, height, STRIDES_P6);
  }

  private static Recognised endToEnd(Output output) {
    if (output.at(2) != 6 || output.at(1) > END_TO_END_MOST) {
      throw unknown(
          List.of(output),
          "an end-to-end model answers with at most "
              + END_TO_END_MOST
              + " rows of 6: this one has no NMS inside; set layout in model.yaml");
    }
    return new Recognised(new EndToEndDecoder(output.name, output.at(1)), -1);
  }

  /** A row for each cell, or for each anchor of one: YOLOX, YOLOv5. */
  private static Recognised rows(Output output, int width, int height, String hint) {
    int rows = output.at(1);
    int classes = output.at(2) - 5;
    if (classes < 1) {
      throw unknown(List.of(output), "rows of a box, an object score and classes have 6 or more");
    }
    if (hint.equals("yolov5")) {
      return new Recognised(new YoloRowsDecoder(output.name, rows, classes, false), classes);
    }
    if (hint.equals("yolox-decoded") || (!hint.equals("yolox") && isDecoded(output, width))) {
      return new Recognised(new YoloRowsDecoder(output.name, rows, classes, true), classes);
    }
    boolean usual = rows == cells(width, height, STRIDES);
    List<Level> levels = Level.of(width, height, usual ? STRIDES : STRIDES_P6);
    return new Recognised(new YoloxGridDecoder(output.name, levels, classes), classes);
  }

  /** What somebody says of it: the card, else the metadata that exporters write. */
  private static String hint(@Nullable String layout, Map<String, String> metadata) {
    if (layout != null) {
      return layout.equals("yolov8") ? "" : layout;
    }
    if ("true".equals(metadata.getOrDefault("end2end", "").toLowerCase(Locale.ROOT))) {
      return "end2end";
    }
    String text =
        (metadata.getOrDefault("layout", "") + " " + metadata.getOrDefault("decoder", ""))
            .toLowerCase(Locale.ROOT);
    if (text.contains("yolox")) {
      return text.contains("decoded") ? "yolox-decoded" : "yolox";
    }
    // Ultralytics' exporter names a task and a stride, and knows no YOLOX.
    return metadata.containsKey("task") && metadata.containsKey("stride") ? "yolov5" : "";
  }

  /** Decoded centres span the picture in pixels; raw ones stay within some cells of their own. */
  private static boolean isDecoded(Output output, int width) {
    float most = 0;
    for (int at = 0; at < output.first.length; at += output.at(2)) {
      most = Math.max(most, output.first[at]);
    }
    return most > width / 2f;
  }

  private static Recognised detr(List<Output> outputs) {
    Output labels = only(outputs, it -> it.whole && it.rank() == 2, "labels [n, m] of int64");
    Output boxes = only(outputs, it -> it.rank() == 3 && it.at(2) == 4, "boxes [n, m, 4] of float");
    Output scores = only(outputs, it -> !it.whole && it.rank() == 2, "scores [n, m] of float");
    return new Recognised(new DetrDecoder(labels.name, boxes.name, scores.name), -1);
  }

  private static Recognised ssd(List<Output> outputs, int width, int height) {
    Output boxes = only(outputs, it -> it.rank() == 3 && it.at(2) == 4, "boxes [n, m, 4]");
    Output scores =
        only(
            outputs,
            it -> !it.name.equals(boxes.name) && it.rank() == 3 && it.at(1) == boxes.at(1),
            "scores [n, m, classes]");
    if (scores.at(2) < 2) {
      throw unknown(outputs, "scores must have the background and at least one class");
    }
    return new Recognised(
        new SsdDecoder(scores.name, boxes.name, boxes.at(1), scores.at(2), width, height),
        scores.at(2) - 1);
  }

  private static Recognised nanoDet(List<Output> outputs, int width, int height) {
    List<Level> levels = Level.of(width, height, STRIDES);
    List<LevelOutputs> all = levels.stream().map(level -> LevelOutputs.of(outputs, level)).toList();
    int classes = all.getLast().score.at(2);
    int bins = all.getLast().sides.at(2) / 4;
    return new Recognised(
        new NanoDetDecoder(
            all.stream().map(it -> it.score.name).toList(),
            all.stream().map(it -> it.sides.name).toList(),
            levels,
            classes,
            bins),
        classes);
  }

  /** NanoDet's two outputs of one level. */
  private record LevelOutputs(Output score, Output sides) {
    static LevelOutputs of(List<Output> outputs, Level level) {
      List<Output> both =
          outputs.stream().filter(it -> it.rank() == 3 && it.at(1) == level.cells()).toList();
      if (both.size() != 2) {
        throw unknown(
            outputs,
            "of stride %d there should be scores and sides of %d cells"
                .formatted(level.stride(), level.cells()));
      }
      Output sides =
          both.stream()
              .filter(it -> it.at(2) % 4 == 0 && it.name.contains("dis"))
              .findFirst()
              .or(() -> both.stream().filter(it -> it.at(2) == 32).findFirst())
              .orElseThrow(() -> unknown(outputs, "no output tells the sides"));
      boolean sidesFirst = both.get(0).name.equals(sides.name);
      return new LevelOutputs(both.get(sidesFirst ? 1 : 0), sides);
    }
  }

  private static Recognised yuNet(List<Output> outputs, int width, int height) {
    List<Level> levels = Level.of(width, height, STRIDES);
    return new Recognised(
        new YuNetDecoder(
            named(outputs, "cls_", levels, 1),
            named(outputs, "obj_", levels, 1),
            named(outputs, "bbox_", levels, 4),
            levels),
        1);
  }

  private static List<String> named(
      List<Output> outputs, String prefix, List<Level> levels, int values) {
    return levels.stream()
        .map(
            level ->
                only(
                        outputs,
                        it ->
                            it.name.equals(prefix + level.stride())
                                && it.rank() == 3
                                && it.at(1) == level.cells()
                                && it.at(2) == values,
                        prefix + level.stride() + " [n, " + level.cells() + ", " + values + "]")
                    .name)
        .toList();
  }

  private static Output only(
      List<Output> outputs, java.util.function.Predicate<Output> what, String words) {
    List<Output> found = outputs.stream().filter(what).toList();
    if (found.size() != 1) {
      throw unknown(outputs, found.size() + " outputs are " + words + ", not one");
    }
    return found.getFirst();
  }

  private static int cells(int width, int height, int[] strides) {
    return Level.of(width, height, strides).stream().mapToInt(Level::cells).sum();
  }

  private static IllegalArgumentException unknown(List<Output> outputs, String why) {
    String found =
        outputs.stream()
            .sorted(Comparator.comparing(Output::name))
            .map(it -> it.name + " " + Arrays.toString(it.shape))
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException("layout not recognised: outputs " + found + "; " + why);
  }
}
