package io.cleansight.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.cleansight.inference.decode.DecoderRecognition;
import io.cleansight.inference.decode.DecoderRecognition.Output;
import io.cleansight.inference.decode.OutputDecoder;
import io.cleansight.inference.decode.Outputs;
import io.cleansight.inference.decode.Proposals;
import io.cleansight.inference.decode.Wanted;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.image.InputSpec;
import io.cleansight.inference.image.InputSpec.Resize;
import java.util.List;
import java.util.Map;
import net.jcip.annotations.ThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded detection model that has proved itself on a made-up picture. Several threads may run it
 * at once, each through an {@link InferenceContext} of its own.
 */
@ThreadSafe
public final class Model implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Model.class);
  private static final int SMALL = 400;
  private static final double USUAL_OVERLAP = 0.45;

  private final String where;
  private final ModelFiles files;
  private final OrtSession session;
  private final ModelInputs inputs;
  private final List<Output> outputs;
  private final InputSpec spec;
  private final OutputDecoder decoder;
  private final ModelClasses classes;
  private final Wanted wanted;
  private final double overlap;
  private final boolean acrossClasses;
  private final int batch;

  /**
   * How a model is to be run.
   *
   * @param batch most pictures at a time; a model made for fewer takes fewer
   * @param minimumScore below it nothing is detected, unless the model's card says otherwise
   */
  public record Use(Provider provider, int batch, double minimumScore) {}

  /**
   * Loads a directory with a {@code model.onnx} and tries it.
   *
   * @throws RefusedModelException if it cannot be right
   */
  public static Model load(String where, Use use) {
    ModelFiles files = ModelFiles.read(where);
    OrtSession session = session(where, files, use.provider);
    try {
      var model = new Model(where, files, session, use);
      try (var context = model.context()) {
        context.prove();
      }
      log.info("{}", model);
      return model;
    } catch (OrtException e) {
      Tensors.close(session);
      throw new RefusedModelException(where, "failed on a first picture: " + Tensors.line(e), e);
    } catch (IllegalArgumentException e) {
      Tensors.close(session);
      throw new RefusedModelException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static OrtSession session(String where, ModelFiles files, Provider provider) {
    try (var options = provider.options()) {
      return Tensors.ENVIRONMENT.createSession(files.onnx(), options);
    } catch (OrtException e) {
      throw new RefusedModelException(where, "is no model for ONNX Runtime: " + Tensors.line(e), e);
    }
  }

  private Model(String where, ModelFiles files, OrtSession session, Use use) throws OrtException {
    this.where = where;
    this.files = files;
    this.session = session;
    ModelCard card = files.card();
    Map<String, String> metadata = session.getMetadata().getCustomMetadata();
    inputs = ModelInputs.of(session, card, metadata);
    batch = inputs.pad(use.batch);
    if (batch != use.batch) {
      log.warn("{}: takes {} pictures at a time, not {}", where, batch, use.batch);
    }
    List<Output> answered = FirstRun.outputs(session, inputs);
    var recognised =
        DecoderRecognition.of(
            answered, inputs.width(), inputs.height(), inputs.tellsSize(), metadata, card.layout());
    decoder = recognised.decoder();
    outputs = answered.stream().filter(it -> decoder.outputs().contains(it.name())).toList();
    classes = ModelClasses.of(card, metadata, recognised.classes());
    wanted =
        new Wanted(
            classes.wanted(),
            (float) (card.minimumScore() == null ? use.minimumScore : card.minimumScore()));
    spec = spec(card, decoder.input(inputs.width(), inputs.height(), inputs.planar()));
    overlap = card.overlap() == null ? USUAL_OVERLAP : card.overlap();
    acrossClasses =
        card.acrossClasses() == null ? classes.excludeEachOther() : card.acrossClasses();
  }

  /** As the card says, and as is usual for such models where it says nothing. */
  private static InputSpec spec(ModelCard card, InputSpec usual) {
    return new InputSpec(
        usual.width(),
        usual.height(),
        card.channels() == null ? usual.rgb() : card.channels().equals("rgb"),
        usual.planar(),
        card.meanPerChannel(usual.mean()),
        card.stdPerChannel(usual.std()),
        card.resize() == null ? usual.resize() : resize(card.resize()),
        card.padding() == null ? usual.padding() : card.padding());
  }

  private static Resize resize(String word) {
    return switch (word) {
      case "letterbox" -> Resize.TOP_LEFT;
      case "letterbox-centred" -> Resize.CENTRED;
      default -> Resize.STRETCHED;
    };
  }

  /** Changes when a directory's files do. */
  public static String trace(String where) {
    return ModelFiles.trace(where);
  }

  public String name() {
    return files.name();
  }

  public String sha256() {
    return files.sha256();
  }

  /** How many pictures it takes at a time at most. */
  public int batch() {
    return batch;
  }

  /** What its classes mean to us, in its order. */
  public List<String> labels() {
    return classes.labels();
  }

  /**
   * The share of a picture's width and height that this model will ask for; a small model lives on
   * every pixel, and asks for all.
   */
  public double share(int pictureWidth, int pictureHeight) {
    var place = spec.place(pictureWidth, pictureHeight);
    if (Math.max(place.width(), place.height()) < SMALL) {
      return 1;
    }
    return Math.max((double) place.width() / pictureWidth, (double) place.height() / pictureHeight);
  }

  /** For one thread, which closes it. */
  public InferenceContext context() {
    return new InferenceContext(this);
  }

  /** What the answers for one picture say, best first. */
  List<Detection> detections(Outputs answers, InputSpec.Place place, Proposals proposals) {
    decoder.decode(answers, wanted, proposals);
    return proposals.best(
        place, classes.labels(), decoder.suppressed() ? 1 : overlap, acrossClasses);
  }

  OrtSession session() {
    return session;
  }

  ModelInputs inputs() {
    return inputs;
  }

  /** Those that are decoded. */
  List<Output> outputs() {
    return outputs;
  }

  InputSpec spec() {
    return spec;
  }

  @Override
  public void close() {
    Tensors.close(session);
  }

  @Override
  public String toString() {
    return "%s: %s %dx%d, %s, at most %d at a time, SHA-256 %s"
        .formatted(
            where,
            decoder.getClass().getSimpleName(),
            spec.width(),
            spec.height(),
            labels().size() > 8 ? labels().size() + " classes" : labels(),
            batch,
            files.sha256());
  }
}
