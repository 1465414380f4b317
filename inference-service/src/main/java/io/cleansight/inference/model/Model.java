package io.cleansight.inference.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.cleansight.inference.model.Intake.Resize;
import io.cleansight.inference.model.Layout.Wanted;
import io.cleansight.inference.model.Recognition.Output;
import io.cleansight.inference.model.Recognition.Recognised;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded detection model that has proved itself on a made-up picture. Several threads may run it
 * at once, each through a {@link Lane} of its own.
 */
public final class Model implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Model.class);
  private static final Pattern SIZE =
      Pattern.compile("\\[?\\s*(\\d{1,5})\\s*[,x]\\s*(\\d{1,5})\\s*]?");
  private static final int GREY = 114;
  private static final long MOST_VALUES = 64L << 20;
  private static final int SMALL = 400;
  private static final double USUAL_OVERLAP = 0.45;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final String where;
  private final ModelFiles files;
  private final OrtSession session;
  private final String pictures;
  private final @Nullable String sizes;
  private final Intake intake;
  private final Layout layout;
  private final List<String> labels;
  private final Wanted wanted;
  private final double overlap;
  private final boolean acrossClasses;
  private final int batch;
  private final boolean openBatch;

  /** Shape of each output for one picture, the batch dimension first. */
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private final Map<String, Boolean> wholes = new HashMap<>();

  /**
   * How a model is to be run.
   *
   * @param batch most pictures at a time; a model made for fewer takes fewer
   * @param minimumScore below it nothing is seen, unless the model's card says otherwise
   */
  public record Use(Provider provider, int batch, double minimumScore) {}

  /**
   * Loads a directory with a {@code model.onnx} and tries it.
   *
   * @throws RefusedModelException if it cannot be right
   */
  public static Model load(String where, Use use) {
    ModelFiles files = ModelFiles.read(where);
    OrtSession session;
    try (var options = use.provider.options()) {
      session = OrtEnvironment.getEnvironment().createSession(files.onnx(), options);
    } catch (OrtException e) {
      throw new RefusedModelException(where, "is no model for ONNX Runtime: " + line(e), e);
    }
    try {
      var model = new Model(where, files, session, use);
      model.prove();
      log.info("{}", model);
      return model;
    } catch (OrtException e) {
      close(session);
      throw new RefusedModelException(where, "failed on a first picture: " + line(e), e);
    } catch (IllegalArgumentException e) {
      close(session);
      throw new RefusedModelException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private Model(String where, ModelFiles files, OrtSession session, Use use) throws OrtException {
    this.where = where;
    this.files = files;
    this.session = session;
    ModelCard card = files.card();
    Map<String, String> metadata = session.getMetadata().getCustomMetadata();
    String pictureInput = null;
    String sizeInput = null;
    for (var input : session.getInputInfo().entrySet()) {
      TensorInfo tensor = tensor(input.getKey(), input.getValue());
      long[] shape = tensor.getShape();
      if (tensor.type == OnnxJavaType.FLOAT && shape.length == 4 && pictureInput == null) {
        pictureInput = input.getKey();
      } else if (tensor.type == OnnxJavaType.INT64 && shape.length == 2 && shape[1] == 2) {
        sizeInput = input.getKey();
      } else {
        throw new IllegalArgumentException(
            "input %s is %s %s: a detector takes float [n, 3, height, width]%s"
                .formatted(
                    input.getKey(),
                    tensor.type,
                    Arrays.toString(shape),
                    tensor.type == OnnxJavaType.FLOAT16 ? "; export it in float32" : ""));
      }
    }
    if (pictureInput == null) {
      throw new IllegalArgumentException(
          "takes no picture: no input of float [n, 3, height, width]");
    }
    pictures = pictureInput;
    sizes = sizeInput;
    long[] shape = tensor(pictures, session.getInputInfo().get(pictures)).getShape();
    boolean planar = shape[1] == 3;
    if (!planar && shape[3] != 3) {
      throw new IllegalArgumentException(
          "input %s is %s: it must have 3 channels".formatted(pictures, Arrays.toString(shape)));
    }
    int height = side(shape[planar ? 2 : 1], card.height(), metadata, 1, "height");
    int width = side(shape[planar ? 3 : 2], card.width(), metadata, 2, "width");
    openBatch = shape[0] < 1;
    batch = openBatch ? use.batch : Math.toIntExact(shape[0]);
    if (batch != use.batch) {
      log.warn("{}: takes {} pictures at a time, not {}", where, batch, use.batch);
    }
    var plain = new double[] {0, 0, 0};
    var unit = new double[] {255, 255, 255};
    List<Output> outputs =
        firstRun(new Intake(width, height, true, planar, plain, unit, Resize.STRETCHED, 0));
    Recognised recognised = Recognition.of(outputs, width, height, sizes != null, metadata, card);
    layout = recognised.layout();
    List<String> names = names(card, metadata, recognised);
    labels = names.stream().map(name -> meaning(card, name)).toList();
    wanted =
        new Wanted(
            wantedClasses(card, names),
            (float) (card.minimumScore() == null ? use.minimumScore : card.minimumScore()));
    intake = intake(card, layout, width, height, planar);
    overlap = card.overlap() == null ? USUAL_OVERLAP : card.overlap();
    acrossClasses = card.acrossClasses() == null ? excludeEachOther(labels) : card.acrossClasses();
    shapes.keySet().retainAll(outputsOf(layout));
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
    return labels;
  }

  /**
   * The share of a picture's width and height that this model will ask for; a small model lives on
   * every pixel, and asks for all.
   */
  public double share(int pictureWidth, int pictureHeight) {
    var place = intake.place(pictureWidth, pictureHeight);
    if (Math.max(place.width(), place.height()) < SMALL) {
      return 1;
    }
    return Math.max((double) place.width() / pictureWidth, (double) place.height() / pictureHeight);
  }

  /** A way through the model for one thread, with buffers of its own. */
  public Lane lane() throws OrtException {
    return new Lane();
  }

  @Override
  public void close() {
    close(session);
  }

  @Override
  public String toString() {
    return "%s: %s %dx%d, %s, at most %d at a time, SHA-256 %s"
        .formatted(
            where,
            layout.getClass().getSimpleName(),
            intake.width(),
            intake.height(),
            labels.size() > 8 ? labels.size() + " classes" : labels,
            batch,
            files.sha256());
  }

  /** For one thread. Pictures are put in one by one, then looked at together. */
  public final class Lane implements AutoCloseable {
    private final FloatBuffer input = floats(batch * intake.floats());
    private final Map<String, Buffer> outputs = new LinkedHashMap<>();
    private final Map<Integer, Bound> bound = new TreeMap<>();
    private final Intake.Place[] places = new Intake.Place[batch];
    private final Resampler resampler = new Resampler(intake);
    private final Outputs answers = new Outputs();
    private final Candidates candidates = new Candidates();

    private Lane() {
      shapes.forEach(
          (name, shape) -> {
            int length =
                Math.toIntExact(batch * Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b));
            outputs.put(name, wholes.getOrDefault(name, false) ? longs(length) : floats(length));
          });
    }

    /** The tensors over the buffers for so many pictures. */
    private record Bound(Map<String, OnnxTensorLike> inputs, Map<String, OnnxTensor> outputs) {}

    /**
     * Puts a part of the decoder's picture in.
     *
     * @param slot from 0, below {@link Model#batch}
     */
    public void put(int slot, JpegDecoder decoder, Crop crop) {
      var place = intake.place(decoder.width() * crop.width(), decoder.height() * crop.height());
      places[slot] = place;
      input.put(slot * intake.floats(), resampler.fill(decoder, crop, place));
    }

    /**
     * What is seen in the pictures put in: one list each, best first.
     *
     * @throws OrtException if the model failed, for instance for want of memory
     */
    public List<List<Sighting>> look(int pictureCount) throws OrtException {
      run(pictureCount);
      var seen = new ArrayList<List<Sighting>>(pictureCount);
      for (int i = 0; i < pictureCount; i++) {
        candidates.clear();
        answers.take(outputs, i, batch);
        layout.read(answers, wanted, candidates);
        seen.add(
            candidates.best(places[i], labels, layout.suppressed() ? 1 : overlap, acrossClasses));
      }
      return seen;
    }

    /** Tensor in, tensors out, for one picture; overwritten by the next run. */
    Map<String, Buffer> run(FloatBuffer tensor) throws OrtException {
      input.put(0, tensor, tensor.position(), tensor.remaining());
      run(1);
      return outputs;
    }

    private void run(int pictureCount) throws OrtException {
      int count = openBatch ? pictureCount : batch;
      Bound tensors = bound.get(count);
      if (tensors == null) {
        tensors = bind(count);
        bound.put(count, tensors);
      }
      session.run(tensors.inputs, java.util.Set.of(), tensors.outputs).close();
    }

    private Bound bind(int count) throws OrtException {
      Map<String, OnnxTensorLike> in = new HashMap<>();
      in.put(
          pictures,
          OnnxTensor.createTensor(
              environment, input.slice(0, count * intake.floats()), inputShape(intake, count)));
      if (sizes != null) {
        in.put(sizes, sizeTensor(intake, count));
      }
      Map<String, OnnxTensor> out = new HashMap<>();
      for (var output : outputs.entrySet()) {
        long[] shape = shapes.getOrDefault(output.getKey(), new long[0]).clone();
        shape[0] = count;
        int length = output.getValue().capacity() / batch * count;
        out.put(
            output.getKey(),
            switch (output.getValue()) {
              case FloatBuffer floats ->
                  OnnxTensor.createTensor(environment, floats.slice(0, length), shape);
              case LongBuffer longs ->
                  OnnxTensor.createTensor(environment, longs.slice(0, length), shape);
              default -> throw new IllegalStateException("neither floats nor longs");
            });
      }
      return new Bound(in, out);
    }

    @Override
    public void close() {
      for (var tensors : bound.values()) {
        tensors.inputs.values().forEach(OnnxTensorLike::close);
        tensors.outputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  /** Runs a grey picture, as many at a time as it will have to take, and looks at the numbers. */
  private void prove() throws OrtException {
    try (var lane = lane()) {
      var grey = new float[batch * intake.floats()];
      Arrays.fill(grey, intake.tables()[0][GREY]);
      lane.input.put(0, grey);
      lane.run(batch);
      for (var output : lane.outputs.entrySet()) {
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
  }

  /** What the model answers to a made-up picture; learns the shapes that the graph leaves open. */
  private List<Output> firstRun(Intake probe) throws OrtException {
    for (var output : session.getOutputInfo().entrySet()) {
      long[] declared = tensor(output.getKey(), output.getValue()).getShape();
      if (Arrays.stream(declared).map(Math::abs).reduce(1, (a, b) -> a * b) > MOST_VALUES) {
        throw new IllegalArgumentException(
            "output %s is %s: over %d values"
                .formatted(output.getKey(), Arrays.toString(declared), MOST_VALUES));
      }
    }
    int count = openBatch ? 1 : batch;
    FloatBuffer picture = floats(count * probe.floats());
    for (int i = 0; i < picture.capacity(); i++) {
      picture.put(i, (i * 31 % 97) / 97f);
    }
    Map<String, OnnxTensorLike> inputs = new HashMap<>();
    inputs.put(pictures, OnnxTensor.createTensor(environment, picture, inputShape(probe, count)));
    if (sizes != null) {
      inputs.put(sizes, sizeTensor(probe, count));
    }
    var outputs = new ArrayList<Output>();
    try (var result = session.run(inputs)) {
      for (var answer : result) {
        if (!(answer.getValue() instanceof OnnxTensor tensor)) {
          throw new IllegalArgumentException("output " + answer.getKey() + " is no tensor");
        }
        long[] shape = tensor.getInfo().getShape();
        boolean whole = tensor.getInfo().type == OnnxJavaType.INT64;
        if (!whole && tensor.getInfo().type != OnnxJavaType.FLOAT) {
          throw new IllegalArgumentException(
              "output %s is of %s, not of float or int64"
                  .formatted(answer.getKey(), tensor.getInfo().type));
        }
        if (shape.length < 2 || shape[0] != count) {
          throw new IllegalArgumentException(
              "output %s is %s: its first dimension must be that of the %d pictures"
                  .formatted(answer.getKey(), Arrays.toString(shape), count));
        }
        shapes.put(answer.getKey(), shape);
        wholes.put(answer.getKey(), whole);
        float[] first = whole ? new float[0] : first(tensor.getFloatBuffer(), count);
        outputs.add(new Output(answer.getKey(), whole, shape, first));
      }
    } finally {
      inputs.values().forEach(OnnxTensorLike::close);
    }
    return outputs;
  }

  private static float[] first(FloatBuffer values, int count) {
    var first = new float[values.remaining() / count];
    values.get(first);
    return first;
  }

  private OnnxTensor sizeTensor(Intake size, int count) throws OrtException {
    LongBuffer both = longs(2 * count);
    for (int i = 0; i < count; i++) {
      both.put(2 * i, size.width()).put(2 * i + 1, size.height());
    }
    return OnnxTensor.createTensor(environment, both, new long[] {count, 2});
  }

  private static long[] inputShape(Intake intake, int count) {
    return intake.planar()
        ? new long[] {count, 3, intake.height(), intake.width()}
        : new long[] {count, intake.height(), intake.width(), 3};
  }

  private static int side(
      long inGraph,
      @Nullable Integer onCard,
      Map<String, String> metadata,
      int inMetadata,
      String name) {
    if (inGraph > 0) {
      if (onCard != null && onCard != inGraph) {
        throw new IllegalArgumentException(
            "%s is %d in the graph and %d in model.yaml".formatted(name, inGraph, onCard));
      }
      return Math.toIntExact(inGraph);
    }
    if (onCard != null) {
      return onCard;
    }
    Matcher written = SIZE.matcher(metadata.getOrDefault("imgsz", ""));
    if (written.matches()) {
      return Integer.parseInt(written.group(inMetadata));
    }
    throw new IllegalArgumentException(
        "leaves the size of its input open: set width and height in model.yaml");
  }

  private static List<String> names(
      ModelCard card, Map<String, String> metadata, Recognised recognised) {
    int classes = recognised.classes();
    Optional<List<String>> known = Recognition.names(card, metadata);
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "does not name its %sclasses: set classes in model.yaml%s"
              .formatted(
                  classes < 0 ? "" : classes + " ",
                  classes == 80 ? " (classes: coco for COCO's 80)" : ""));
    }
    List<String> names = known.get();
    if (classes >= 0 && names.size() != classes) {
      throw new IllegalArgumentException(
          "has %d classes, but %d names: %s; set classes in model.yaml"
              .formatted(classes, names.size(), names.size() > 8 ? names.subList(0, 8) : names));
    }
    return names;
  }

  private static String meaning(ModelCard card, String name) {
    Map<String, String> map = card.labels();
    return map == null
        ? name.strip().toLowerCase(Locale.ROOT).replace(' ', '_')
        : map.getOrDefault(name, name);
  }

  private static int[] wantedClasses(ModelCard card, List<String> names) {
    Map<String, String> map = card.labels();
    if (map == null) {
      return IntStream.range(0, names.size()).toArray();
    }
    for (String name : map.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "model.yaml: labels names %s, which is none of its classes %s"
                .formatted(name, names.size() > 12 ? names.subList(0, 12) + "…" : names));
      }
    }
    return IntStream.range(0, names.size()).filter(i -> map.containsKey(names.get(i))).toArray();
  }

  /** A head is with or without: such classes are suppressed across. */
  private static boolean excludeEachOther(List<String> labels) {
    return labels.stream().anyMatch(label -> labels.contains("no_" + label));
  }

  private static Intake intake(
      ModelCard card, Layout layout, int width, int height, boolean planar) {
    Layout.Habit habit = layout.habit();
    var zero = new double[] {0, 0, 0};
    var one = new double[] {1, 1, 1};
    var unit = new double[] {255, 255, 255};
    Intake usual =
        switch (habit) {
          case RAW_BGR ->
              new Intake(width, height, false, planar, zero, one, Resize.TOP_LEFT, GREY);
          case RAW_BGR_BLACK ->
              new Intake(width, height, false, planar, zero, one, Resize.TOP_LEFT, 0);
          case UNIT_RGB ->
              new Intake(width, height, true, planar, zero, unit, Resize.CENTRED, GREY);
          case STRETCHED_RGB ->
              new Intake(width, height, true, planar, zero, unit, Resize.STRETCHED, 0);
          case IMAGENET_BGR ->
              new Intake(
                  width,
                  height,
                  false,
                  planar,
                  new double[] {103.53, 116.28, 123.675},
                  new double[] {57.375, 57.12, 58.395},
                  Resize.CENTRED,
                  0);
          case SIGNED_RGB ->
              new Intake(
                  width,
                  height,
                  true,
                  planar,
                  new double[] {127, 127, 127},
                  new double[] {128, 128, 128},
                  Resize.STRETCHED,
                  0);
        };
    return new Intake(
        width,
        height,
        card.channels() == null ? usual.rgb() : card.channels().equals("rgb"),
        planar,
        card.mean() == null ? usual.mean() : three(card.mean()),
        card.std() == null ? usual.std() : three(card.std()),
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

  private static double[] three(List<Double> values) {
    return IntStream.range(0, 3).mapToDouble(i -> values.get(values.size() == 1 ? 0 : i)).toArray();
  }

  private static List<String> outputsOf(Layout layout) {
    return switch (layout) {
      case Layout.YoloxGrid it -> List.of(it.output());
      case Layout.Rows it -> List.of(it.output());
      case Layout.Columns it -> List.of(it.output());
      case Layout.EndToEnd it -> List.of(it.output());
      case Layout.Detr it -> List.of(it.labels(), it.boxes(), it.scores());
      case Layout.NanoDet it -> concat(it.scores(), it.sides());
      case Layout.Ssd it -> List.of(it.scores(), it.boxes());
      case Layout.YuNet it -> concat(it.scores(), concat(it.objects(), it.boxes()));
    };
  }

  private static List<String> concat(List<String> first, List<String> second) {
    var both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static TensorInfo tensor(String name, @Nullable NodeInfo node) {
    if (node != null && node.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(name + " is no tensor");
  }

  static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Long.BYTES))
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
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
