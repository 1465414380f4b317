package io.cleansight.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/** What ONNX Runtime's tensors need everywhere: direct buffers, and short words of its errors. */
final class Tensors {
  static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private Tensors() {}

  static FloatBuffer floats(int count) {
    return direct(count, Float.BYTES).asFloatBuffer();
  }

  static LongBuffer longs(int count) {
    return direct(count, Long.BYTES).asLongBuffer();
  }

  private static ByteBuffer direct(int count, int bytesEach) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytesEach))
        .order(ByteOrder.nativeOrder());
  }

  /** A tensor over the first {@code length} values of a buffer of floats or longs. */
  static OnnxTensor over(Buffer buffer, int length, long[] shape) throws OrtException {
    return switch (buffer) {
      case FloatBuffer floats ->
          OnnxTensor.createTensor(ENVIRONMENT, floats.slice(0, length), shape);
      case LongBuffer longs -> OnnxTensor.createTensor(ENVIRONMENT, longs.slice(0, length), shape);
      default -> throw new IllegalStateException("neither floats nor longs");
    };
  }

  /**
   * Type and shape of an input or output.
   *
   * @throws IllegalArgumentException if it is no tensor
   */
  static TensorInfo info(String name, @Nullable NodeInfo node) {
    if (node != null && node.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(name + " is no tensor");
  }

  static String line(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("a session did not close", e);
    }
  }
}
