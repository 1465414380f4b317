package io.cleansight.inference.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;

/**
 * A loaded ONNX model in YOLOX's layout. Several threads may run it at once, each through a {@link
 * Lane} of its own.
 */
final class Model implements AutoCloseable {
  private static final int LARGEST = 1 << 30;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String inputName;
  private final String outputName;
  private final int width;
  private final int height;
  private final String name;
  private final String sha256;
  private final List<String> labels;
  private final YoloxGrid grid;

  private Model(OrtSession session, String name, String sha256, InferenceProperties settings)
      throws OrtException {
    this.session = session;
    this.name = name;
    this.sha256 = sha256;
    this.labels = List.copyOf(settings.labels());
    this.inputName = only(session.getInputNames(), "input");
    this.outputName = only(session.getOutputNames(), "output");
    long[] input = shape(session.getInputInfo().get(inputName));
    long[] output = shape(session.getOutputInfo().get(outputName));
    require(
        input.length == 4 && input[1] == 3 && input[2] > 0 && input[3] > 0,
        "input is " + Arrays.toString(input) + ", not [1, 3, height, width]");
    this.height = (int) input[2];
    this.width = (int) input[3];
    int rows = YoloxGrid.rows(width, height);
    long[] wanted = {1, rows, 5L + labels.size()};
    require(
        Arrays.equals(output, wanted),
        "output is %s, not %s: inference.labels must name each of its classes, and the layout must be YOLOX's raw grid"
            .formatted(Arrays.toString(output), Arrays.toString(wanted)));
    this.grid =
        new YoloxGrid(width, height, labels.size(), settings.minimumScore(), settings.overlap());
  }

  /**
   * Loads and tries the model.
   *
   * @throws IllegalArgumentException if it is not what it should be; says what was found
   */
  static Model load(InferenceProperties settings) {
    Resource resource = settings.model();
    try {
      byte[] bytes = resource.getContentAsByteArray();
      require(
          bytes.length > 0 && bytes.length < LARGEST,
          bytes.length + " bytes is empty or over 1 GB");
      var options = new OrtSession.SessionOptions();
      // One core per lane and as many lanes as wanted: faster under load than one frame over all
      // cores.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      var session = OrtEnvironment.getEnvironment().createSession(bytes, options);
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new Model(session, String.valueOf(resource.getFilename()), sha256, settings);
    } catch (IOException | OrtException e) {
      throw new IllegalArgumentException(
          "inference.model " + resource.getDescription() + ": " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String name() {
    return name;
  }

  String sha256() {
    return sha256;
  }

  String label(Sighting sighting) {
    return labels.get(sighting.classIndex());
  }

  /** A way through the model for one thread, with buffers of its own. */
  Lane lane() throws OrtException {
    return new Lane();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }

  /** For one thread. */
  final class Lane implements AutoCloseable {
    private final Letterbox letterbox = new Letterbox(width, height);
    private final FloatBuffer input = direct(3 * width * height);
    private final FloatBuffer output;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;

    private Lane() throws OrtException {
      long[] outputShape = {1, YoloxGrid.rows(width, height), 5L + labels.size()};
      output = direct((int) (outputShape[1] * outputShape[2]));
      inputTensor = OnnxTensor.createTensor(environment, input, new long[] {1, 3, height, width});
      outputTensor = OnnxTensor.createTensor(environment, output, outputShape);
    }

    /** What the model sees in a JPEG of that size, best first. */
    List<Sighting> look(byte[] jpeg, int pictureWidth, int pictureHeight)
        throws BadImageException, OrtException {
      JpegHeader.check(jpeg, pictureWidth, pictureHeight);
      Letterbox.Content content = letterbox.fill(jpeg, pictureWidth, pictureHeight, input);
      run();
      return grid.read(output, content.width(), content.height());
    }

    /** Tensor in, tensor out; the returned buffer is overwritten by the next run. */
    FloatBuffer run(FloatBuffer values) throws OrtException {
      input.clear();
      input.put(values).flip();
      run();
      return output;
    }

    private void run() throws OrtException {
      session.run(Map.of(inputName, inputTensor), Map.of(outputName, outputTensor)).close();
    }

    @Override
    public void close() {
      inputTensor.close();
      outputTensor.close();
      letterbox.close();
    }
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static String only(java.util.Set<String> names, String what) {
    require(names.size() == 1, "has " + names.size() + " " + what + "s, not one: " + names);
    return names.iterator().next();
  }

  private static long[] shape(ai.onnxruntime.@org.jspecify.annotations.Nullable NodeInfo node) {
    if (node != null
        && node.getInfo() instanceof TensorInfo tensor
        && tensor.type == ai.onnxruntime.OnnxJavaType.FLOAT) {
      return tensor.getShape();
    }
    throw new IllegalArgumentException(
        "inference.model: inputs and outputs must be tensors of floats");
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException("inference.model: " + complaint);
    }
  }
}
