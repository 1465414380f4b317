package io.cleansight.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import io.cleansight.inference.decode.DecoderRecognition.Output;
import io.cleansight.inference.decode.Outputs;
import io.cleansight.inference.decode.Proposals;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.image.InputSpec;
import io.cleansight.inference.image.JpegDecoder;
import io.cleansight.inference.image.Resampler;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Inference with a model by one thread, with buffers of its own: pictures are put in one by one,
 * then inferred as a batch.
 */
public final class InferenceContext implements AutoCloseable {
  private final Model model;
  private final InputSpec spec;
  private final FloatBuffer input;
  private final Map<String, Buffer> outputs = new LinkedHashMap<>();
  private final Map<Integer, Bound> bound = new TreeMap<>();
  private final InputSpec.Place[] places;
  private final Resampler resampler;
  private final Outputs answers = new Outputs();
  private final Proposals proposals = new Proposals();

  InferenceContext(Model model) {
    this.model = model;
    this.spec = model.spec();
    this.input = Tensors.floats(model.batch() * spec.floats());
    this.places = new InputSpec.Place[model.batch()];
    this.resampler = new Resampler(spec);
    for (Output output : model.outputs()) {
      int length =
          Math.toIntExact(
              model.batch() * Arrays.stream(output.shape()).skip(1).reduce(1, (a, b) -> a * b));
      outputs.put(output.name(), output.whole() ? Tensors.longs(length) : Tensors.floats(length));
    }
  }

  /** The tensors over the buffers for so many pictures. */
  private record Bound(Map<String, OnnxTensorLike> inputs, Map<String, OnnxTensor> outputs) {}

  /**
   * Puts a part of the decoder's picture in.
   *
   * @param slot from 0, below {@link Model#batch}
   */
  public void put(int slot, JpegDecoder decoder, Box crop) {
    var place = spec.place(decoder.width() * crop.width(), decoder.height() * crop.height());
    places[slot] = place;
    input.put(slot * spec.floats(), resampler.fill(decoder, crop, place));
  }

  /**
   * What is detected in the pictures put in: one list each, best first.
   *
   * @throws OrtException if the model failed, for instance for want of memory
   */
  public List<List<Detection>> detect(int pictureCount) throws OrtException {
    run(pictureCount);
    var detected = new ArrayList<List<Detection>>(pictureCount);
    for (int i = 0; i < pictureCount; i++) {
      proposals.clear();
      answers.take(outputs, i, model.batch());
      detected.add(model.detections(answers, places[i], proposals));
    }
    return detected;
  }

  /** Tensor in, tensors out, for one picture; overwritten by the next run. */
  Map<String, Buffer> run(FloatBuffer tensor) throws OrtException {
    input.put(0, tensor, tensor.position(), tensor.remaining());
    run(1);
    return outputs;
  }

  /**
   * Runs pictures that are grey all over, as many as it will have to take at a time.
   *
   * @throws IllegalArgumentException if what comes out is no number
   */
  void prove() throws OrtException {
    var grey = new float[model.batch() * spec.floats()];
    Arrays.fill(grey, spec.tables()[0][InputSpec.GREY]);
    input.put(0, grey);
    run(model.batch());
    for (var output : outputs.entrySet()) {
      if (output.getValue() instanceof FloatBuffer floats) {
        for (int i = 0; i < floats.capacity(); i++) {
          if (!Float.isFinite(floats.get(i))) {
            throw new IllegalArgumentException(
                "output %s of a grey picture holds %s".formatted(output.getKey(), floats.get(i)));
          }
        }
      }
    }
  }

  private void run(int pictureCount) throws OrtException {
    int count = model.inputs().pad(pictureCount);
    Bound tensors = bound.get(count);
    if (tensors == null) {
      tensors = bind(count);
      bound.put(count, tensors);
    }
    model.session().run(tensors.inputs, Set.of(), tensors.outputs).close();
  }

  private Bound bind(int count) throws OrtException {
    Map<String, OnnxTensor> out = new LinkedHashMap<>();
    for (Output output : model.outputs()) {
      Buffer buffer = Objects.requireNonNull(outputs.get(output.name()));
      long[] shape = output.shape().clone();
      shape[0] = count;
      out.put(
          output.name(), Tensors.over(buffer, buffer.capacity() / model.batch() * count, shape));
    }
    return new Bound(model.inputs().tensors(input, count), out);
  }

  @Override
  public void close() {
    for (var tensors : bound.values()) {
      tensors.inputs.values().forEach(OnnxTensorLike::close);
      tensors.outputs.values().forEach(OnnxTensor::close);
    }
  }
}
