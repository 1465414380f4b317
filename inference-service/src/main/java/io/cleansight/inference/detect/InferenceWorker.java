package io.cleansight.inference.detect;

import ai.onnxruntime.OrtException;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.InferenceProperties.On;
import io.cleansight.inference.detect.InferenceProperties.Pipeline;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.detection.NonMaxSuppression;
import io.cleansight.inference.image.BadImageException;
import io.cleansight.inference.image.JpegDecoder;
import io.cleansight.inference.onnx.Embedder;
import io.cleansight.inference.onnx.InferenceContext;
import io.cleansight.inference.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/** Runs the models of a pipeline over a group of frames. For one thread at a time. */
@NotThreadSafe
final class InferenceWorker implements AutoCloseable {
  private static final String PERSON = "person";

  /** A hairnet may stand out from the box around a person by so much of its size. */
  private static final double MARGIN = 0.1;

  /** IoU above which two heads, detected in the crops of two people, are one. */
  private static final double SAME_HEAD = 0.45;

  private final Map<String, Model> models;
  private final Map<String, InferenceContext> contexts = new HashMap<>();
  private final Map<String, Embedder.EmbeddingContext> embedding = new HashMap<>();
  private final List<JpegDecoder> decoders;

  InferenceWorker(Map<String, Model> models, Map<String, Embedder> embedders, int batch)
      throws OrtException {
    this.models = Map.copyOf(models);
    this.decoders = IntStream.range(0, batch).mapToObj(_ -> new JpegDecoder()).toList();
    for (var model : models.entrySet()) {
      contexts.put(model.getKey(), model.getValue().context());
    }
    embedders.forEach((where, embedder) -> embedding.put(where, embedder.context()));
  }

  /** What came of a frame's picture. */
  sealed interface Result {
    record Detected(List<Detection> detections) implements Result {}

    record Refused(String reason) implements Result {}
  }

  /**
   * One result per frame, in order.
   *
   * @param frames at most as many as the engine's batch
   */
  List<Result> detect(Pipeline pipeline, List<Frame> frames) throws OrtException {
    var results = new ArrayList<Result>();
    List<View> whole = open(pipeline, frames, results);
    String person = pipeline.person();
    Embedder.EmbeddingContext appearance = embedding.get(String.valueOf(pipeline.appearance()));
    List<Detected> people =
        person == null ? List.of() : embedded(people(person, whole), appearance);
    List<Detected> heads = heads(pipeline, whole, people);
    people.forEach(it -> add(results, it));
    (person == null ? embedded(heads, appearance) : heads).forEach(it -> add(results, it));
    for (String items : pipeline.items()) {
      detect(items, whole).forEach(it -> add(results, it));
    }
    return results;
  }

  /** Decodes the pictures; gives a result for each, and a view of each that can be looked at. */
  private List<View> open(Pipeline pipeline, List<Frame> frames, List<Result> results) {
    var whole = new ArrayList<View>();
    for (int i = 0; i < frames.size(); i++) {
      JpegDecoder decoder = decoders.get(i);
      try {
        open(decoder, frames.get(i), pipeline);
        whole.add(new View(decoder, Box.WHOLE, i));
        results.add(new Result.Detected(new ArrayList<>()));
      } catch (BadImageException e) {
        results.add(new Result.Refused(String.valueOf(e.getMessage())));
      }
    }
    return whole;
  }

  private List<Detected> people(String model, List<View> whole) throws OrtException {
    return detect(model, whole).stream().filter(it -> it.what.label().equals(PERSON)).toList();
  }

  private List<Detected> heads(Pipeline pipeline, List<View> whole, List<Detected> people)
      throws OrtException {
    return pipeline.on() == On.PERSON
        ? suppressed(detect(pipeline.head(), crops(people)))
        : detect(pipeline.head(), whole);
  }

  @Override
  public void close() {
    contexts.values().forEach(InferenceContext::close);
    decoders.forEach(JpegDecoder::close);
  }

  /** A part of a frame that a model is given. */
  private record View(JpegDecoder decoder, Box crop, int frame) {}

  /** Something in a frame, in its fractions. */
  private record Detected(int frame, Detection what) {}

  private void open(JpegDecoder decoder, Frame frame, Pipeline pipeline) throws BadImageException {
    var jpeg = new byte[frame.getJpeg().remaining()];
    frame.getJpeg().duplicate().get(jpeg);
    int width = frame.getWidth();
    int height = frame.getHeight();
    double smallest =
        pipeline.on() == On.PERSON || pipeline.appearance() != null
            ? 1
            : pipeline.models().stream()
                .mapToDouble(where -> model(where).share(width, height))
                .max()
                .orElse(1);
    decoder.open(jpeg, width, height, smallest);
  }

  private List<Detected> detect(String where, List<View> views) throws OrtException {
    InferenceContext context = context(where);
    int most = model(where).batch();
    var detected = new ArrayList<Detected>();
    for (int from = 0; from < views.size(); from += most) {
      List<View> group = views.subList(from, Math.min(from + most, views.size()));
      for (int i = 0; i < group.size(); i++) {
        context.put(i, group.get(i).decoder, group.get(i).crop);
      }
      List<List<Detection>> found = context.detect(group.size());
      for (int i = 0; i < group.size(); i++) {
        View view = group.get(i);
        found.get(i).forEach(it -> detected.add(new Detected(view.frame, it.within(view.crop))));
      }
    }
    return detected;
  }

  private List<View> crops(List<Detected> people) {
    return people.stream()
        .map(it -> new View(decoders.get(it.frame), it.what.box().enlarged(MARGIN), it.frame))
        .toList();
  }

  /** One head may be in the crops of two people. */
  private static List<Detected> suppressed(List<Detected> heads) {
    return NonMaxSuppression.of(
        heads.stream().sorted(Comparator.comparingDouble((Detected it) -> -it.what.score())),
        it -> it.what.box(),
        SAME_HEAD,
        (one, other) -> one.frame == other.frame);
  }

  /** The same, with how each looks. */
  private List<Detected> embedded(
      List<Detected> detected, Embedder.@Nullable EmbeddingContext appearance) throws OrtException {
    if (appearance == null) {
      return detected;
    }
    var embedded = new ArrayList<Detected>();
    for (var it : detected) {
      List<Float> embedding = appearance.embed(decoders.get(it.frame), it.what.box());
      embedded.add(new Detected(it.frame, it.what.withAppearance(embedding)));
    }
    return embedded;
  }

  private static void add(List<Result> results, Detected detected) {
    if (results.get(detected.frame) instanceof Result.Detected(var detections)) {
      detections.add(detected.what);
    }
  }

  private Model model(String where) {
    Model found = models.get(where);
    if (found == null) {
      throw new IllegalStateException("no model " + where);
    }
    return found;
  }

  private InferenceContext context(String where) {
    InferenceContext found = contexts.get(where);
    if (found == null) {
      throw new IllegalStateException("no context of " + where);
    }
    return found;
  }
}
