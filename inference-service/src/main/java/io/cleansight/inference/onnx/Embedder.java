package io.cleansight.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.image.InputSpec;
import io.cleansight.inference.image.InputSpec.Resize;
import io.cleansight.inference.image.JpegDecoder;
import io.cleansight.inference.image.Resampler;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jcip.annotations.NotThreadSafe;
import net.jcip.annotations.ThreadSafe;

/**
 * A model that tells how a person looks: a picture of one in, a vector out. Several threads may use
 * it at once, each through a {@link InferenceContext} of its own. Its card may say {@code
 * channels}, {@code mean}, {@code std} and {@code resize}; usual are blue first, 0..255, stretched.
 */
@ThreadSafe
public final class Embedder implements AutoCloseable {
  private static final int LONGEST = 4096;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final long[] shape;
  private final int length;
  private final InputSpec spec;

  /**
   * Loads a directory with a {@code model.onnx} and tries it.
   *
   * @throws RefusedModelException if it cannot be right
   */
  public static Embedder load(String where, Provider provider) {
    ModelFiles files = ModelFiles.read(where);
    try (var options = provider.options()) {
      return new Embedder(
          OrtEnvironment.getEnvironment().createSession(files.onnx(), options), files.card());
    } catch (OrtException e) {
      throw new RefusedModelException(where, "is no model for ONNX Runtime: " + Tensors.line(e), e);
    } catch (IllegalArgumentException e) {
      throw new RefusedModelException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private Embedder(OrtSession session, ModelCard card) throws OrtException {
    this.session = session;
    if (session.getInputNames().size() != 1 || session.getOutputNames().size() != 1) {
      throw new IllegalArgumentException(
          "tells no looks: inputs %s, outputs %s, not one of each"
              .formatted(session.getInputNames(), session.getOutputNames()));
    }
    input = session.getInputNames().iterator().next();
    shape = floats(input, session.getInputInfo().get(input));
    String output = session.getOutputNames().iterator().next();
    long[] answer = floats(output, session.getOutputInfo().get(output));
    spec = spec(input, shape, card);
    checkAnswer(output, answer);
    shape[0] = 1;
    length = (int) answer[1];
  }

  private static void checkAnswer(String output, long[] answer) {
    if (answer.length != 2 || answer[1] < 2 || answer[1] > LONGEST) {
      throw new IllegalArgumentException(
          "output %s is %s, not [1, 2 to %d]".formatted(output, Arrays.toString(answer), LONGEST));
    }
  }

  private static InputSpec spec(String input, long[] shape, ModelCard card) {
    boolean planar = shape.length == 4 && shape[1] == 3;
    if (shape.length != 4 || (!planar && shape[3] != 3) || Math.abs(shape[0]) != 1) {
      throw new IllegalArgumentException(
          "input %s is %s, not [1, 3, height, width] or [1, height, width, 3]"
              .formatted(input, Arrays.toString(shape)));
    }
    return new InputSpec(
        (int) shape[planar ? 3 : 2],
        (int) shape[planar ? 2 : 1],
        "rgb".equals(card.channels()),
        planar,
        card.meanPerChannel(0, 0, 0),
        card.stdPerChannel(1, 1, 1),
        Resize.STRETCHED,
        0);
  }

  /** For one thread. */
  public EmbeddingContext context() {
    return new EmbeddingContext();
  }

  @Override
  public void close() {
    Tensors.close(session);
  }

  @NotThreadSafe
  public final class EmbeddingContext {
    private final FloatBuffer values = Tensors.floats(spec.floats());
    private final Resampler resampler = new Resampler(spec);

    private EmbeddingContext() {}

    /** How a part of the picture looks: a vector of length 1, or empty if it cannot be told. */
    public List<Float> embed(JpegDecoder decoder, Box crop) throws OrtException {
      var place = spec.place(decoder.width() * crop.width(), decoder.height() * crop.height());
      values.put(0, resampler.fill(decoder, crop, place));
      try (var tensor = OnnxTensor.createTensor(environment, values, shape);
          var result = session.run(Map.of(input, tensor))) {
        FloatBuffer answer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        double square =
            IntStream.range(0, length).mapToDouble(i -> answer.get(i) * answer.get(i)).sum();
        if (!(square > 0) || Double.isInfinite(square)) {
          return List.of();
        }
        float norm = (float) Math.sqrt(square);
        return IntStream.range(0, length).mapToObj(i -> answer.get(i) / norm).toList();
      }
    }
  }

  private static long[] floats(String name, @org.jspecify.annotations.Nullable NodeInfo node) {
    if (node != null
        && node.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT) {
      return tensor.getShape();
    }
    throw new IllegalArgumentException(name + " is no tensor of floats");
  }
}
