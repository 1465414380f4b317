package io.cleansight.inference.detect;

import ai.onnxruntime.OrtException;
import io.cleansight.inference.detect.InferenceProperties.Pipeline;
import io.cleansight.inference.onnx.Embedder;
import io.cleansight.inference.onnx.Model;
import io.cleansight.inference.onnx.RefusedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * All models that the settings name, loaded and proven, and an {@link InferenceWorker} for each
 * worker. Does not change: other models are another engine.
 */
final class Engine implements AutoCloseable {
  private final List<Pipeline> pipelines;
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Embedder> embedders = new LinkedHashMap<>();
  private final List<InferenceWorker> all = new ArrayList<>();
  private final BlockingQueue<InferenceWorker> free;
  private final int batch;

  /**
   * Loads what the settings name.
   *
   * @throws RefusedModelException if one of the models cannot be right; nothing stays open then
   */
  Engine(InferenceProperties settings, int batch) {
    this.pipelines = settings.allPipelines();
    this.batch = batch;
    this.free = new ArrayBlockingQueue<>(settings.workers());
    boolean whole = false;
    try {
      load(settings);
      for (int i = 0; i < settings.workers(); i++) {
        var worker = new InferenceWorker(models, embedders, batch);
        all.add(worker);
        free.add(worker);
      }
      whole = true;
    } catch (OrtException e) {
      throw new IllegalStateException("no buffers for the models: " + e.getMessage(), e);
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** Each model once, however many pipelines name it. */
  private void load(InferenceProperties settings) {
    var use = new Model.Use(settings.provider(), batch, settings.minimumScore());
    for (var pipeline : pipelines) {
      for (String where : pipeline.models()) {
        if (!models.containsKey(where)) {
          models.put(where, Model.load(where, use));
        }
      }
      String appearance = pipeline.appearance();
      if (appearance != null && !embedders.containsKey(appearance)) {
        embedders.put(appearance, Embedder.load(appearance, settings.provider()));
      }
    }
  }

  int batch() {
    return batch;
  }

  Pipeline pipelineOf(String camera) {
    return pipelines.stream()
        .filter(pipeline -> pipeline.watches(camera))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the last pipeline takes every camera"));
  }

  /** A worker that nobody else uses; to be given back. */
  InferenceWorker take() throws InterruptedException {
    return free.take();
  }

  void giveBack(InferenceWorker worker) {
    free.add(worker);
  }

  /** Names and checksums of a pipeline's models, joined by {@code +}. */
  String name(Pipeline pipeline) {
    return String.join("+", models(pipeline).map(Model::name).toList());
  }

  String sha256(Pipeline pipeline) {
    return String.join("+", models(pipeline).map(Model::sha256).toList());
  }

  private java.util.stream.Stream<Model> models(Pipeline pipeline) {
    return pipeline.models().stream()
        .flatMap(where -> java.util.stream.Stream.ofNullable(models.get(where)));
  }

  /** To be called when no worker is in use. */
  @Override
  public void close() {
    all.forEach(InferenceWorker::close);
    models.values().forEach(Model::close);
    embedders.values().forEach(Embedder::close);
  }
}
