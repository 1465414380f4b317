package io.cleansight.inference.model;

import java.util.List;

/**
 * How a kind of model says what it sees. A new kind is a new record here, a branch in {@link #read}
 * that the compiler asks for, and a case in {@link Recognition}.
 */
sealed interface Layout {

  /** Proposes boxes in model pixels. */
  default void read(Outputs outputs, Wanted wanted, Candidates into) {
    switch (this) {
      case YoloxGrid it -> it.propose(outputs, wanted, into);
      case Rows it -> it.propose(outputs, wanted, into);
      case Columns it -> it.propose(outputs, wanted, into);
      case EndToEnd it -> it.propose(outputs, wanted, into);
      case Detr it -> it.propose(outputs, wanted, into);
      case NanoDet it -> it.propose(outputs, wanted, into);
      case Ssd it -> it.propose(outputs, wanted, into);
      case YuNet it -> it.propose(outputs, wanted, into);
    }
  }

  /** Whether the graph itself has seen to it that each thing comes once. */
  default boolean suppressed() {
    return this instanceof EndToEnd || this instanceof Detr;
  }

  /** How its pictures are prepared where nobody says otherwise. */
  default Habit habit() {
    return switch (this) {
      case YoloxGrid _ -> Habit.RAW_BGR;
      case Rows(_, _, _, var decodedYolox) -> decodedYolox ? Habit.RAW_BGR : Habit.UNIT_RGB;
      case Columns _, EndToEnd _ -> Habit.UNIT_RGB;
      case Detr _ -> Habit.STRETCHED_RGB;
      case NanoDet _ -> Habit.IMAGENET_BGR;
      case Ssd _ -> Habit.SIGNED_RGB;
      case YuNet _ -> Habit.RAW_BGR_BLACK;
    };
  }

  /** The ways in which published models want their pictures. */
  enum Habit {
    RAW_BGR,
    RAW_BGR_BLACK,
    UNIT_RGB,
    STRETCHED_RGB,
    IMAGENET_BGR,
    SIGNED_RGB
  }

  /**
   * What is looked for.
   *
   * @param classes indices that mean something to us
   * @param minimumScore below it nothing is proposed
   */
  record Wanted(int[] classes, float minimumScore) {}

  /** One level of a feature pyramid, its cells row by row. */
  record Level(int stride, int columns, int rows) {
    int column(int cell) {
      return cell % columns;
    }

    int row(int cell) {
      return cell / columns;
    }

    int cells() {
      return columns * rows;
    }

    static List<Level> of(int width, int height, int... strides) {
      return java.util.Arrays.stream(strides)
          .mapToObj(stride -> new Level(stride, ceil(width, stride), ceil(height, stride)))
          .toList();
    }

    private static int ceil(int length, int stride) {
      return (length + stride - 1) / stride;
    }
  }

  /**
   * YOLOX's raw output: a row per cell with the box as offsets and logarithms, the object score and
   * the class scores. By YOLOX's demo_postprocess (Apache-2.0).
   */
  record YoloxGrid(String output, List<Level> levels, int classes) implements Layout {
    private static final int BOX = 5;

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] values = outputs.of(output);
      int row = 0;
      for (var level : levels) {
        for (int cell = 0; cell < level.cells(); cell++) {
          int at = row++ * (BOX + classes);
          float object = values[at + 4];
          if (object < wanted.minimumScore) {
            continue;
          }
          for (int kind : wanted.classes) {
            float score = object * values[at + BOX + kind];
            if (score >= wanted.minimumScore && isBest(values, at + BOX, wanted, kind)) {
              into.addCentred(
                  kind,
                  score,
                  (values[at] + level.column(cell)) * level.stride,
                  (values[at + 1] + level.row(cell)) * level.stride,
                  (float) Math.exp(values[at + 2]) * level.stride,
                  (float) Math.exp(values[at + 3]) * level.stride);
            }
          }
        }
      }
    }
  }

  /**
   * A row per box: centre and size in pixels, object score, class scores. YOLOv5, and YOLOX with
   * its grid decoded in the graph.
   */
  record Rows(String output, int boxes, int classes, boolean decodedYolox) implements Layout {
    private static final int BOX = 5;

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] values = outputs.of(output);
      for (int row = 0; row < boxes; row++) {
        int at = row * (BOX + classes);
        float object = values[at + 4];
        if (object < wanted.minimumScore) {
          continue;
        }
        for (int kind : wanted.classes) {
          float score = object * values[at + BOX + kind];
          if (score >= wanted.minimumScore && isBest(values, at + BOX, wanted, kind)) {
            into.addCentred(
                kind, score, values[at], values[at + 1], values[at + 2], values[at + 3]);
          }
        }
      }
    }
  }

  /** A column per box: centre and size in pixels, then class scores. YOLOv8, 11, 12. */
  record Columns(String output, int boxes, int classes) implements Layout {
    private static final int BOX = 4;

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] values = outputs.of(output);
      var best = new float[boxes];
      var kinds = new int[boxes];
      for (int kind : wanted.classes) { // row by row: ten times faster than box by box
        int from = (BOX + kind) * boxes;
        for (int box = 0; box < boxes; box++) {
          float score = values[from + box];
          if (score > best[box]) {
            best[box] = score;
            kinds[box] = kind;
          }
        }
      }
      for (int box = 0; box < boxes; box++) {
        if (best[box] >= wanted.minimumScore) {
          into.addCentred(
              kinds[box],
              best[box],
              values[box],
              values[boxes + box],
              values[2 * boxes + box],
              values[3 * boxes + box]);
        }
      }
    }
  }

  /** A row per thing: corners in pixels, score, class. YOLOv10, YOLO26. */
  record EndToEnd(String output, int boxes) implements Layout {
    private static final int VALUES = 6;

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] values = outputs.of(output);
      for (int at = 0; at < boxes * VALUES; at += VALUES) {
        int kind = Math.round(values[at + 5]);
        if (values[at + 4] >= wanted.minimumScore && isWanted(wanted, kind)) {
          into.add(
              kind, values[at + 4], values[at], values[at + 1], values[at + 2], values[at + 3]);
        }
      }
    }
  }

  /**
   * Labels, corners and scores side by side, the corners in the size that the graph was told: that
   * of its own input. RT-DETR, D-FINE, DEIM.
   */
  record Detr(String labels, String boxes, String scores) implements Layout {
    private static final int CORNERS = 4;

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] kinds = outputs.of(labels);
      float[] corners = outputs.of(boxes);
      float[] certain = outputs.of(scores);
      for (int i = 0; i < certain.length; i++) {
        int kind = Math.round(kinds[i]);
        int at = i * CORNERS;
        if (certain[i] >= wanted.minimumScore && isWanted(wanted, kind)) {
          into.add(
              kind, certain[i], corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
        }
      }
    }
  }

  /**
   * Per level class scores and, for each side of the box, a distribution over distances in strides.
   * By NanoDet's distribution focal loss (Apache-2.0).
   */
  record NanoDet(List<String> scores, List<String> sides, List<Level> levels, int classes, int bins)
      implements Layout {

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      for (int i = 0; i < levels.size(); i++) {
        Level level = levels.get(i);
        float[] certain = outputs.of(scores.get(i));
        float[] distances = outputs.of(sides.get(i));
        for (int cell = 0; cell < level.cells(); cell++) {
          int best = wanted.classes[0];
          for (int kind : wanted.classes) {
            if (certain[cell * classes + kind] > certain[cell * classes + best]) {
              best = kind;
            }
          }
          float score = certain[cell * classes + best];
          if (score >= wanted.minimumScore) {
            int at = cell * 4 * bins;
            float x = level.column(cell) * level.stride + (level.stride - 1) / 2f;
            float y = level.row(cell) * level.stride + (level.stride - 1) / 2f;
            into.add(
                best,
                score,
                x - expected(distances, at) * level.stride,
                y - expected(distances, at + bins) * level.stride,
                x + expected(distances, at + 2 * bins) * level.stride,
                y + expected(distances, at + 3 * bins) * level.stride);
          }
        }
      }
    }

    /** Mean of the softmax over the bins. */
    private float expected(float[] logits, int from) {
      float most = logits[from];
      for (int i = 1; i < bins; i++) {
        most = Math.max(most, logits[from + i]);
      }
      double sum = 0;
      double weighted = 0;
      for (int i = 0; i < bins; i++) {
        double weight = Math.exp(logits[from + i] - most);
        sum += weight;
        weighted += weight * i;
      }
      return (float) (weighted / sum);
    }
  }

  /** Class scores with the background first, and corners as fractions of the input. */
  record Ssd(
      String scores, String boxes, int count, int classesWithBackground, int width, int height)
      implements Layout {

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      float[] certain = outputs.of(scores);
      float[] corners = outputs.of(boxes);
      for (int i = 0; i < count; i++) {
        for (int kind : wanted.classes) {
          float score = certain[i * classesWithBackground + kind + 1];
          if (score >= wanted.minimumScore) {
            into.add(
                kind,
                score,
                corners[4 * i] * width,
                corners[4 * i + 1] * height,
                corners[4 * i + 2] * width,
                corners[4 * i + 3] * height);
          }
        }
      }
    }
  }

  /** Per level a class score, an object score and the box as offsets and logarithms. */
  record YuNet(List<String> scores, List<String> objects, List<String> boxes, List<Level> levels)
      implements Layout {

    private void propose(Outputs outputs, Wanted wanted, Candidates into) {
      for (int i = 0; i < levels.size(); i++) {
        Level level = levels.get(i);
        float[] kind = outputs.of(scores.get(i));
        float[] object = outputs.of(objects.get(i));
        float[] box = outputs.of(boxes.get(i));
        for (int cell = 0; cell < level.cells(); cell++) {
          float score =
              (float) Math.sqrt(Math.clamp(kind[cell], 0, 1) * Math.clamp(object[cell], 0, 1));
          if (score >= wanted.minimumScore) {
            into.addCentred(
                0,
                score,
                (box[4 * cell] + level.column(cell)) * level.stride,
                (box[4 * cell + 1] + level.row(cell)) * level.stride,
                (float) Math.exp(box[4 * cell + 2]) * level.stride,
                (float) Math.exp(box[4 * cell + 3]) * level.stride);
          }
        }
      }
    }
  }

  /** One box, one class: the wanted one that scores highest, the first of equals. */
  private static boolean isBest(float[] values, int from, Wanted wanted, int kind) {
    for (int other : wanted.classes) {
      float difference = values[from + other] - values[from + kind];
      if (difference > 0 || (difference == 0 && other < kind)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWanted(Wanted wanted, int kind) {
    for (int one : wanted.classes) {
      if (one == kind) {
        return true;
      }
    }
    return false;
  }
}
