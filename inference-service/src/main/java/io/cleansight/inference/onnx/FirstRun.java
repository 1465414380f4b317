package io.cleansight.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.cleansight.inference.decode.DecoderRecognition.Output;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run on a made-up picture, which shows what a graph leaves open. */
final class FirstRun {
  private static final long MOST_VALUES = 64L << 20;

  private FirstRun() {}

  /**
   * What the model answers, with shapes in which nothing is open.
   *
   * @throws IllegalArgumentException if no detector answers so
   */
  static List<Output> outputs(OrtSession session, ModelInputs takes) throws OrtException {
    checkSizes(session);
    int count = takes.pad(1);
    var inputs = takes.tensors(picture(count * takes.floats()), count);
    var outputs = new ArrayList<Output>();
    try (var result = session.run(inputs)) {
      for (var answer : result) {
        outputs.add(output(answer.getKey(), answer.getValue(), count));
      }
    } finally {
      inputs.values().forEach(OnnxTensorLike::close);
    }
    return outputs;
  }

  /** Before anything is allocated for the answers. */
  private static void checkSizes(OrtSession session) throws OrtException {
    for (var output : session.getOutputInfo().entrySet()) {
      long[] declared = Tensors.info(output.getKey(), output.getValue()).getShape();
      if (Arrays.stream(declared).map(Math::abs).reduce(1, (a, b) -> a * b) > MOST_VALUES) {
        throw new IllegalArgumentException(
            "output %s is %s: over %d values"
                .formatted(output.getKey(), Arrays.toString(declared), MOST_VALUES));
      }
    }
  }

  private static FloatBuffer picture(int floats) {
    FloatBuffer picture = Tensors.floats(floats);
    for (int i = 0; i < picture.capacity(); i++) {
      picture.put(i, (i * 31 % 97) / 97f);
    }
    return picture;
  }

  private static Output output(String name, OnnxValue value, int count) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new IllegalArgumentException("output " + name + " is no tensor");
    }
    long[] shape = tensor.getInfo().getShape();
    boolean whole = tensor.getInfo().type == OnnxJavaType.INT64;
    if (!whole && tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new IllegalArgumentException(
          "output %s is of %s, not of float or int64".formatted(name, tensor.getInfo().type));
    }
    if (shape.length < 2 || shape[0] != count) {
      throw new IllegalArgumentException(
          "output %s is %s: its first dimension must be that of the %d pictures"
              .formatted(name, Arrays.toString(shape), count));
    }
    return new Output(name, whole, shape, whole ? new float[0] : first(tensor, count));
  }

  private static float[] first(OnnxTensor tensor, int count) {
    FloatBuffer values = tensor.getFloatBuffer();
    var first = new float[values.remaining() / count];
    values.get(first);
    return first;
  }
}
