package io.cleansight.inference.detect;

import ai.onnxruntime.OrtException;
import io.cleansight.event.Box;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Looks at frames, several at a time on few named threads. Stateless: the same frame gives the same
 * answer.
 */
@Component
final class Detector implements AutoCloseable {
  private final Model model;
  private final ExecutorService workers;
  private final BlockingQueue<Model.Lane> lanes;
  private final List<Model.Lane> all = new ArrayList<>();

  Detector(InferenceProperties settings) throws OrtException {
    this.model = Model.load(settings);
    int threads = settings.workers();
    this.workers =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("detect-", 0).factory());
    this.lanes = new ArrayBlockingQueue<>(threads);
    for (int i = 0; i < threads; i++) {
      var lane = model.lane();
      all.add(lane);
      lanes.add(lane);
    }
  }

  /** What came of a frame. */
  sealed interface Outcome {
    record Seen(Detections detections) implements Outcome {}

    record Refused(String reason) implements Outcome {}
  }

  /**
   * One outcome per frame, in order. A model that fails is an exception: the batch is then tried
   * again.
   */
  List<Outcome> look(List<Fresh> frames) throws InterruptedException {
    List<Callable<Outcome>> tasks =
        frames.stream().<Callable<Outcome>>map(fresh -> () -> look(fresh)).toList();
    var outcomes = new ArrayList<Outcome>();
    for (Future<Outcome> done : workers.invokeAll(tasks)) {
      try {
        outcomes.add(done.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the model failed: " + e.getCause(), e.getCause());
      }
    }
    return outcomes;
  }

  @Override
  public void close() throws OrtException {
    workers.close();
    all.forEach(Model.Lane::close);
    model.close();
  }

  private Outcome look(Fresh fresh) throws OrtException, InterruptedException {
    Frame frame = fresh.frame();
    var lane = lanes.take();
    try {
      long start = System.nanoTime();
      var jpeg = new byte[frame.getJpeg().remaining()];
      frame.getJpeg().duplicate().get(jpeg);
      var sightings = lane.look(jpeg, frame.getWidth(), frame.getHeight());
      return new Outcome.Seen(detections(fresh, sightings, (System.nanoTime() - start) / 1000));
    } catch (BadImageException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    } finally {
      lanes.add(lane);
    }
  }

  private Detections detections(Fresh fresh, List<Sighting> sightings, long micros) {
    Frame frame = fresh.frame();
    return Detections.newBuilder()
        .setFrameId(frame.getFrameId())
        .setCameraId(frame.getCameraId())
        .setEpoch(frame.getEpoch())
        .setSequence(frame.getSequence())
        .setCapturedAt(frame.getCapturedAt())
        .setWidth(frame.getWidth())
        .setHeight(frame.getHeight())
        .setSourceKind(frame.getSourceKind())
        .setFramePartition(fresh.letter().record().partition())
        .setFrameOffset(fresh.letter().record().offset())
        .setModel(model.name())
        .setModelSha256(model.sha256())
        .setObjects(sightings.stream().map(this::object).toList())
        .setInferenceMicros(micros)
        .setStaleFrames(fresh.skipped())
        .build();
  }

  private DetectedObject object(Sighting sighting) {
    double left = sighting.left();
    double top = sighting.top();
    return new DetectedObject(
        model.label(sighting),
        sighting.score(),
        new Box(left, top, sighting.right() - left, sighting.bottom() - top));
  }
}
