package io.cleansight.inference.detect;

import io.cleansight.inference.onnx.Model;
import io.cleansight.inference.onnx.RefusedModelException;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks whether a model's files have changed and rested since; the new one is taken once it has
 * proved itself, the old one goes on until then, and for good if the new one is refused.
 */
@Component
class ModelWatch {
  private static final Logger log = LoggerFactory.getLogger(ModelWatch.class);

  private final InferenceProperties settings;
  private final Detector detector;
  private final MeterRegistry meters;
  private Map<String, String> inUse;
  private Map<String, String> seen;

  ModelWatch(InferenceProperties settings, Detector detector, MeterRegistry meters) {
    this.settings = settings;
    this.detector = detector;
    this.meters = meters;
    this.inUse = traces();
    this.seen = inUse;
    Metric.MODEL_RELOADS.countFromZero(meters);
  }

  @Scheduled(fixedDelayString = "${inference.reload:5s}")
  synchronized void check() {
    Map<String, String> now = traces();
    boolean rests = now.equals(seen);
    seen = now;
    if (!rests || now.equals(inUse)) {
      return;
    }
    inUse = now; // refused or not, these files are not tried again
    try {
      detector.reload();
      Metric.MODEL_RELOADS.counter(meters, "taken").increment();
      log.info("models taken anew");
    } catch (RefusedModelException e) {
      Metric.MODEL_RELOADS.counter(meters, "refused").increment();
      log.error("new model refused, the old one goes on: {}", e.getMessage());
    }
  }

  private Map<String, String> traces() {
    var traces = new HashMap<String, String>();
    for (var pipeline : settings.allPipelines()) {
      pipeline.directories().forEach(where -> traces.put(where, Model.trace(where)));
    }
    return traces;
  }
}
