package io.cleansight.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What computes: a kind of processor as ONNX Runtime knows it. */
public enum Provider {
  CPU,
  CUDA,
  TENSORRT,
  OPENVINO;

  private static final Logger log = LoggerFactory.getLogger(Provider.class);

  /** Options of a session on this provider, or on the CPU where this one is not to be had. */
  SessionOptions options() throws OrtException {
    try {
      SessionOptions options = plain();
      switch (this) {
        case CPU -> {}
        case CUDA -> options.addCUDA(0);
        case TENSORRT -> {
          options.addTensorrt(0);
          options.addCUDA(0); // for what TensorRT leaves over
        }
        case OPENVINO -> options.addOpenVINO("CPU");
      }
      return options;
    } catch (OrtException | UnsatisfiedLinkError e) {
      log.warn(
          "{} is not to be had here, going on with the CPU: {}",
          name().toLowerCase(Locale.ROOT),
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return plain(); // an options object that failed once keeps failing
    }
  }

  private static SessionOptions plain() throws OrtException {
    var options = new SessionOptions();
    // One core per context and as many contexts as wanted: faster under load than one frame over
    // all.
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }
}
