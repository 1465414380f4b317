package io.cleansight.inference.detect;

import ai.onnxruntime.OrtException;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import io.cleansight.inference.detect.InferenceProperties.Pipeline;
import io.cleansight.inference.detect.InferenceWorker.Result;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.onnx.RefusedModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at frames, several at a time on few named threads. Stateless: the same frame gives the same
 * answer, whichever frames it comes with. Models can be exchanged while it runs.
 */
@Component
final class Detector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Detector.class);
  private static final double SMOOTHING = 0.1;

  private final InferenceProperties settings;
  private final ExecutorService workers;

  /** Held for reading while frames are looked at, for writing while engines are exchanged. */
  private final ReadWriteLock exchange = new ReentrantReadWriteLock();

  private Engine engine;
  private volatile double secondsPerFrame;

  Detector(InferenceProperties settings) {
    this.settings = settings;
    this.engine = engine(settings.batch());
    this.workers =
        Executors.newFixedThreadPool(
            settings.workers(), Thread.ofPlatform().name("detect-", 0).factory());
  }

  /** What came of a frame. */
  sealed interface FrameResult {
    /**
     * @param run when the model had it, with the frames that it was given together
     */
    record Seen(Detections detections, ModelRun run) implements FrameResult {}

    record Refused(String reason) implements FrameResult {}
  }

  /** From when to when, as {@link System#nanoTime} says. */
  record ModelRun(long from, long to) {}

  /**
   * One outcome per frame, in order. A model that fails is an exception: the batch is then tried
   * again.
   */
  List<FrameResult> detect(List<Fresh> frames) throws InterruptedException {
    exchange.readLock().lock();
    try {
      return detect(engine, frames);
    } catch (OutOfModelMemoryException e) {
      log.warn("{}; trying with smaller batches", e.getMessage());
    } finally {
      exchange.readLock().unlock();
    }
    shrink();
    return detect(frames);
  }

  /** How long so many frames are going to take, by how long the last ones took. */
  Duration expected(int frames) {
    return Duration.ofNanos(
        Math.round(frames * secondsPerFrame * 1e9 / Math.min(frames + 1, settings.workers())));
  }

  /**
   * Loads the models again and goes on with them.
   *
   * @throws RefusedModelException if one cannot be right; the old ones then go on
   */
  void reload() {
    exchangeFor(engine(batch()));
  }

  @Override
  public void close() {
    workers.close();
    exchange.writeLock().lock();
    try {
      engine.close();
    } finally {
      exchange.writeLock().unlock();
    }
  }

  private List<FrameResult> detect(Engine now, List<Fresh> frames) throws InterruptedException {
    var outcomes = new HashMap<Integer, FrameResult>();
    for (Future<Map<Integer, FrameResult>> done : workers.invokeAll(tasks(now, frames))) {
      try {
        outcomes.putAll(done.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OutOfModelMemoryException memory) {
          throw memory;
        }
        throw new IllegalStateException("the model failed: " + e.getCause(), e.getCause());
      }
    }
    return List.copyOf(new java.util.TreeMap<>(outcomes).values());
  }

  /** One for each group of frames that go through the same models together. */
  private List<Callable<Map<Integer, FrameResult>>> tasks(Engine now, List<Fresh> frames) {
    List<Callable<Map<Integer, FrameResult>>> tasks = new ArrayList<>();
    byPipeline(now, frames)
        .forEach(
            (pipeline, indices) -> {
              for (int from = 0; from < indices.size(); from += now.batch()) {
                List<Integer> group =
                    indices.subList(from, Math.min(from + now.batch(), indices.size()));
                tasks.add(() -> detect(now, pipeline, group, frames));
              }
            });
    return tasks;
  }

  private static Map<Pipeline, List<Integer>> byPipeline(Engine now, List<Fresh> frames) {
    Map<Pipeline, List<Integer>> byPipeline = new LinkedHashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      Pipeline pipeline = now.pipelineOf(frames.get(i).frame().getCameraId());
      byPipeline.computeIfAbsent(pipeline, _ -> new ArrayList<>()).add(i);
    }
    return byPipeline;
  }

  private Map<Integer, FrameResult> detect(
      Engine now, Pipeline pipeline, List<Integer> group, List<Fresh> frames)
      throws InterruptedException, OrtException {
    InferenceWorker worker = now.take();
    try {
      long start = System.nanoTime();
      List<Frame> pictures = group.stream().map(i -> frames.get(i).frame()).toList();
      List<Result> results = worker.detect(pipeline, pictures);
      var run = new ModelRun(start, System.nanoTime());
      long nanosEach = (run.to() - start) / group.size();
      learn(nanosEach / 1e9);
      var outcomes = new HashMap<Integer, FrameResult>();
      for (int i = 0; i < group.size(); i++) {
        Fresh fresh = frames.get(group.get(i));
        outcomes.put(
            group.get(i),
            switch (results.get(i)) {
              case Result.Detected(var detections) ->
                  new FrameResult.Seen(
                      detections(now, pipeline, fresh, detections, nanosEach / 1000), run);
              case Result.Refused(var reason) -> new FrameResult.Refused(reason);
            });
      }
      return outcomes;
    } catch (OrtException e) {
      if (isOutOfMemory(e) && now.batch() > 1) {
        throw new OutOfModelMemoryException(e);
      }
      throw e;
    } finally {
      now.giveBack(worker);
    }
  }

  /** With as many frames at a time as there is memory for. */
  private Engine engine(int batch) {
    try {
      return new Engine(settings, batch);
    } catch (RefusedModelException e) {
      if (batch == 1 || !(e.getCause() instanceof OrtException cause) || !isOutOfMemory(cause)) {
        throw e;
      }
      log.warn("{}; trying with {} frames at a time", e.getMessage(), batch / 2);
      return engine(batch / 2);
    }
  }

  private void learn(double seconds) {
    double before = secondsPerFrame;
    secondsPerFrame = before == 0 ? seconds : before + SMOOTHING * (seconds - before);
  }

  private void shrink() {
    int smaller = Math.max(1, batch() / 2);
    log.warn("building the models anew for {} frames at a time", smaller);
    exchangeFor(engine(smaller));
  }

  private int batch() {
    exchange.readLock().lock();
    try {
      return engine.batch();
    } finally {
      exchange.readLock().unlock();
    }
  }

  private void exchangeFor(Engine next) {
    exchange.writeLock().lock();
    try (Engine _ = engine) { // closed once nobody looks through it
      engine = next;
    } finally {
      exchange.writeLock().unlock();
    }
  }

  /** ONNX Runtime has no code for it, only words. */
  private static boolean isOutOfMemory(OrtException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("failed to allocate")
        || text.contains("out of memory")
        || text.contains("bad allocation");
  }

  private static final class OutOfModelMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfModelMemoryException(OrtException cause) {
      super("out of memory: " + cause.getMessage(), cause);
    }
  }

  private static Detections detections(
      Engine engine, Pipeline pipeline, Fresh fresh, List<Detection> detections, long micros) {
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
        .setFramePartition(fresh.consumed().record().partition())
        .setFrameOffset(fresh.consumed().record().offset())
        .setModel(engine.name(pipeline))
        .setModelSha256(engine.sha256(pipeline))
        .setObjects(detections.stream().map(Detector::object).toList())
        .setInferenceMicros(micros)
        .setGeneration(frame.getGeneration())
        .setUntimely(fresh.untimely())
        .build();
  }

  private static DetectedObject object(Detection detection) {
    Box box = detection.box();
    return new DetectedObject(
        detection.label(),
        (float) detection.score(),
        new io.cleansight.event.Box(box.x(), box.y(), box.width(), box.height()),
        detection.appearance());
  }
}
