package io.cleansight.inference.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import io.cleansight.inference.detect.FreshFrames.Terms;
import io.cleansight.inference.onnx.BareLoop;
import io.cleansight.inference.onnx.Provider;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.read.SortedBatch.ConsumedEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Prints the ratios of detection against its yardsticks, ours and theirs in turn, medians of a few
 * rounds, in one run on one machine. Arguments: a directory with a model in YOLOX's layout, a
 * directory with JPEGs, seconds per round, and a Python with onnxruntime and OpenCV (or -).
 */
final class InferenceBench {
  private static final int ROUNDS = 3;
  private static final int CAMERAS = 16;
  private static final int POLL = 64;

  private final Path model;
  private final List<byte[]> pictures;
  private final Path folder;
  private final Duration round;
  private final String python;

  private InferenceBench(Path model, Path folder, Duration round, String python) throws Exception {
    this.model = model;
    this.folder = folder;
    this.round = round;
    this.python = python;
    try (Stream<Path> files = Files.list(folder)) {
      var found = new ArrayList<byte[]>();
      for (Path file : files.filter(it -> it.toString().endsWith(".jpg")).sorted().toList()) {
        found.add(Files.readAllBytes(file));
      }
      this.pictures = List.copyOf(found);
    }
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    var bench =
        new InferenceBench(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Duration.ofSeconds(Long.parseLong(arguments[2])),
            arguments[3]);
    bench.ratios(1);
    bench.ratios(Runtime.getRuntime().availableProcessors());
    bench.overload();
  }

  private void ratios(int threads) throws Exception {
    var ours = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    var naive = new ArrayList<Double>();
    var script = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      ours.add(ours(threads));
      bare.add(BareLoop.framesPerSecond(model, pictures, threads, round));
    }
    say(
        String.format(
            Locale.ROOT,
            "%d threads: ours %.1f frames/s, bare loop %.1f: ratio %.2f",
            threads,
            median(ours),
            median(bare),
            median(ours) / median(bare)));
    if (threads > 1) {
      for (int i = 0; i < ROUNDS; i++) {
        naive.add(naive());
        script.add(script());
      }
      say(
          String.format(
              Locale.ROOT,
              "against a naive Java loop %.1f frames/s: %.1f x",
              median(naive),
              median(ours) / median(naive)));
      if (!python.equals("-")) {
        say(
            String.format(
                Locale.ROOT,
                "against a Python loop with default settings %.1f frames/s: %.1f x",
                median(script),
                median(ours) / median(script)));
      }
    }
  }

  private double ours(int threads) throws Exception {
    try (var detector = new Detector(settings(threads))) {
      List<Fresh> batch = new ArrayList<>();
      for (int i = 0; i < POLL; i++) {
        batch.add(new Fresh(consumed(i, i, Instant.EPOCH), frame(i, i, Instant.EPOCH), null));
      }
      detector.detect(batch);
      long frames = 0;
      long began = System.nanoTime();
      while (System.nanoTime() - began < round.toNanos()) {
        frames += detector.detect(batch).size();
      }
      return frames * 1e9 / (System.nanoTime() - began);
    }
  }

  /** What one writes first: ImageIO, a float[][][][], default options. */
  private double naive() throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (var session =
        environment.createSession(
            model.resolve("model.onnx").toString(), new OrtSession.SessionOptions())) {
      String input = session.getInputNames().iterator().next();
      long[] shape = BareLoop.shape(session.getInputInfo().get(input));
      int frames = 0;
      long began = System.nanoTime();
      while (System.nanoTime() - began < round.toNanos()) {
        naive(
            session,
            input,
            (int) shape[3],
            (int) shape[2],
            pictures.get(frames++ % pictures.size()));
      }
      return frames * 1e9 / (System.nanoTime() - began);
    }
  }

  private static int naive(OrtSession session, String input, int width, int height, byte[] jpeg)
      throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    double scale = Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = small.createGraphics();
    pen.drawImage(
        image, 0, 0, (int) (image.getWidth() * scale), (int) (image.getHeight() * scale), null);
    pen.dispose();
    var values = new float[1][3][height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = small.getRGB(x, y);
        values[0][0][y][x] = rgb & 0xFF;
        values[0][1][y][x] = (rgb >> 8) & 0xFF;
        values[0][2][y][x] = (rgb >> 16) & 0xFF;
      }
    }
    try (var tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values);
        var result = session.run(Map.of(input, tensor))) {
      int sure = 0;
      for (float[] row : ((float[][][]) result.get(0).getValue())[0]) {
        if (row[4] > 0.2) {
          sure++;
        }
      }
      return sure;
    }
  }

  private double script() throws Exception {
    if (python.equals("-")) {
      return 0;
    }
    var process =
        new ProcessBuilder(
                python,
                "src/test/bench/loop.py",
                model.resolve("model.onnx").toString(),
                folder.toString(),
                Long.toString(round.toSeconds()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("the Python loop failed");
    }
    return Double.parseDouble(said);
  }

  /** Live cameras that send three times what fits: how old is what is looked at? */
  private void overload() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    double fits = ours(threads);
    Flood fifo = flood(threads, fits, false);
    Flood newest = flood(threads, fits, true);
    say(
        String.format(
            Locale.ROOT,
            "overload of %d cameras, %.0f frames/s where %.0f fit, %d threads",
            CAMERAS,
            3 * fits,
            fits,
            threads));
    say(
        String.format(
            Locale.ROOT,
            "  first in first out: %.1f frames/s, age p50 %.0f ms (first half %.0f, second %.0f)",
            fifo.perSecond,
            fifo.age(0, 1),
            fifo.age(0, 0.5),
            fifo.age(0.5, 1)));
    say(
        String.format(
            Locale.ROOT,
            "  newest first:       %.1f frames/s, age p50 %.0f ms (first half %.0f, second %.0f)",
            newest.perSecond,
            newest.age(0, 1),
            newest.age(0, 0.5),
            newest.age(0.5, 1)));
    double inference = 1000 * threads / fits;
    say(
        String.format(
            Locale.ROOT,
            "  inference p50 about %.0f ms: age is %.1f of it; throughput %.2f of first in first out",
            inference,
            newest.age(0, 1) / inference,
            newest.perSecond / fifo.perSecond));
    say(
        String.format(
            Locale.ROOT,
            "  sent %d = looked at %d + passed over %d + still waiting %d",
            newest.sent,
            newest.ages.size(),
            newest.passedOver,
            newest.waiting));
  }

  /** What came of a flood; ages in milliseconds, in order. */
  private record Flood(
      double perSecond, List<Double> ages, long sent, long passedOver, long waiting) {
    double age(double from, double to) {
      return median(ages.subList((int) (from * ages.size()), (int) (to * ages.size())));
    }
  }

  private Flood flood(int threads, double fits, boolean newestFirst) throws Exception {
    try (var detector = new Detector(settings(threads))) {
      detector.detect(
          List.of(new Fresh(consumed(0, 0, Instant.now()), frame(0, 0, Instant.now()), null)));
      var waiting = new ArrayDeque<ConsumedEvent>();
      var ages = new ArrayList<Double>();
      long sent = 0;
      long passedOver = 0;
      long began = System.nanoTime();
      while (System.nanoTime() - began < round.multipliedBy(3).toNanos()) {
        // A topic is never full: what has been sent by now is there, with the time of its sending.
        double due = (System.nanoTime() - began) / 1e9 * 3 * fits;
        for (; sent < due; sent++) {
          Instant at = Instant.now().minusNanos((long) ((due - sent) / (3 * fits) * 1e9));
          waiting.add(consumed((int) (sent % CAMERAS), sent, at));
        }
        var poll = new ArrayList<ConsumedEvent>();
        while (!waiting.isEmpty() && poll.size() < POLL) {
          poll.add(waiting.poll());
        }
        boolean crowded = detector.expected(poll.size()).compareTo(settings(threads).crowded()) > 0;
        boolean more = !waiting.isEmpty();
        var terms =
            new Terms(
                Instant.now(),
                Duration.ofSeconds(newestFirst ? 2 : 100_000),
                newestFirst && crowded,
                _ -> more,
                settings(threads).timeliness());
        List<Fresh> fresh = FreshFrames.of(poll, terms).fresh();
        passedOver += poll.size() - fresh.size();
        detector.detect(fresh);
        Instant now = Instant.now();
        fresh.forEach(
            it -> ages.add(Duration.between(it.frame().getCapturedAt(), now).toNanos() / 1e6));
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Flood(ages.size() / seconds, ages, sent, passedOver, waiting.size());
    }
  }

  private InferenceProperties settings(int threads) {
    return new InferenceProperties(
        model.toString(),
        List.of(),
        Provider.CPU,
        1,
        threads,
        0.2,
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        Duration.ofDays(400),
        List.of());
  }

  private ConsumedEvent consumed(int camera, long number, Instant at) {
    var record =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            Topics.FRAMES,
            0,
            number,
            "camera-" + camera,
            new Decoded.Event<>(frame(camera, number, at)));
    return SortedBatch.of(List.of(record)).events().getFirst();
  }

  private Frame frame(int camera, long number, Instant at) {
    byte[] jpeg = pictures.get((int) (number % pictures.size()));
    return Frame.newBuilder()
        .setFrameId(Ids.frame("camera-" + camera, Instant.EPOCH, number))
        .setCameraId("camera-" + camera)
        .setEpoch(Instant.EPOCH)
        .setSequence(number)
        .setCapturedAt(at)
        .setWidth(BareLoop.width(jpeg))
        .setHeight(BareLoop.height(jpeg))
        .setSourceKind("live")
        .setJpeg(ByteBuffer.wrap(jpeg))
        .build();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }

  private static void say(String text) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.println(text + String.format(Locale.ROOT, "  [load %.1f]", load));
  }
}
