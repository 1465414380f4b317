package io.cleansight.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a detector's graph takes.
 *
 * @param pictures name of the input of pictures
 * @param sizes name of the input that is told their size; null where there is none
 * @param planar one plane per channel (NCHW); else channels side by side (NHWC)
 * @param width in pixels; so {@code height}
 * @param batch how many pictures it takes at a time; 0: any number
 */
record ModelInputs(
    String pictures, @Nullable String sizes, boolean planar, int width, int height, int batch) {
  private static final Pattern SIZE =
      Pattern.compile("\\[?\\s*(\\d{1,5})\\s*[,x]\\s*(\\d{1,5})\\s*]?");

  /**
   * Reads them from the graph, and what it leaves open from the card or the metadata.
   *
   * @throws IllegalArgumentException if no detector takes such inputs
   */
  static ModelInputs of(OrtSession session, ModelCard card, Map<String, String> metadata)
      throws OrtException {
    String pictures = null;
    String sizes = null;
    for (var input : session.getInputInfo().entrySet()) {
      TensorInfo tensor = Tensors.info(input.getKey(), input.getValue());
      if (pictures == null && isOfPictures(tensor)) {
        pictures = input.getKey();
      } else if (isOfSizes(tensor)) {
        sizes = input.getKey();
      } else {
        throw unknown(input.getKey(), tensor);
      }
    }
    if (pictures == null) {
      throw new IllegalArgumentException(
          "takes no picture: no input of float [n, 3, height, width]");
    }
    long[] shape = Tensors.info(pictures, session.getInputInfo().get(pictures)).getShape();
    return of(pictures, sizes, shape, card, metadata);
  }

  private static ModelInputs of(
      String pictures,
      @Nullable String sizes,
      long[] shape,
      ModelCard card,
      Map<String, String> metadata) {
    boolean planar = shape[1] == 3;
    if (!planar && shape[3] != 3) {
      throw new IllegalArgumentException(
          "input %s is %s: it must have 3 channels".formatted(pictures, Arrays.toString(shape)));
    }
    int height = side(shape[planar ? 2 : 1], card.height(), written(metadata, 1), "height");
    int width = side(shape[planar ? 3 : 2], card.width(), written(metadata, 2), "width");
    return new ModelInputs(
        pictures, sizes, planar, width, height, Math.toIntExact(Math.max(0, shape[0])));
  }

  private static boolean isOfPictures(TensorInfo tensor) {
    return tensor.type == OnnxJavaType.FLOAT && tensor.getShape().length == 4;
  }

  private static boolean isOfSizes(TensorInfo tensor) {
    long[] shape = tensor.getShape();
    return tensor.type == OnnxJavaType.INT64 && shape.length == 2 && shape[1] == 2;
  }

  private static IllegalArgumentException unknown(String input, TensorInfo tensor) {
    return new IllegalArgumentException(
        "input %s is %s %s: a detector takes float [n, 3, height, width]%s"
            .formatted(
                input,
                tensor.type,
                Arrays.toString(tensor.getShape()),
                tensor.type == OnnxJavaType.FLOAT16 ? "; export it in float32" : ""));
  }

  private static int side(
      long inGraph, @Nullable Integer onCard, @Nullable Integer inMetadata, String name) {
    if (inGraph > 0) {
      if (onCard != null && onCard != inGraph) {
        throw new IllegalArgumentException(
            "%s is %d in the graph and %d in model.yaml".formatted(name, inGraph, onCard));
      }
      return Math.toIntExact(inGraph);
    }
    if (onCard != null) {
      return onCard;
    }
    if (inMetadata != null) {
      return inMetadata;
    }
    throw new IllegalArgumentException(
        "leaves the size of its input open: set width and height in model.yaml");
  }

  private static @Nullable Integer written(Map<String, String> metadata, int group) {
    Matcher size = SIZE.matcher(metadata.getOrDefault("imgsz", ""));
    return size.matches() ? Integer.valueOf(size.group(group)) : null;
  }

  boolean tellsSize() {
    return sizes != null;
  }

  /** How many values a picture has. */
  int floats() {
    return 3 * width * height;
  }

  /** How many pictures a run is made of in which {@code wanted} are of interest. */
  int pad(int wanted) {
    return batch == 0 ? wanted : batch;
  }

  /** Tensors over so many pictures; the caller closes them. */
  Map<String, OnnxTensorLike> tensors(FloatBuffer values, int count) throws OrtException {
    Map<String, OnnxTensorLike> tensors = new HashMap<>();
    long[] shape =
        planar ? new long[] {count, 3, height, width} : new long[] {count, height, width, 3};
    tensors.put(pictures, Tensors.over(values, count * floats(), shape));
    if (sizes != null) {
      LongBuffer both = Tensors.longs(2 * count);
      for (int i = 0; i < count; i++) {
        both.put(2 * i, width).put(2 * i + 1, height);
      }
      tensors.put(sizes, Tensors.over(both, 2 * count, new long[] {count, 2}));
    }
    return tensors;
  }
}
