package io.cleansight.inference.onnx;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.image.JpegDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints, for a provider and several batch sizes, pictures per second through one context with
 * decoding and through the model alone, the time of a batch at the median and at 95 %, and how many
 * cameras of 10 frames per second that is. Arguments: a model's directory (with an open batch), a
 * directory with JPEGs, the provider, seconds per size, batch sizes.
 */
final class ProviderBench {
  private static final int CAMERA_FRAMES_PER_SECOND = 10;

  private ProviderBench() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    List<byte[]> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".jpg")).sorted().toList()) {
        pictures.add(Files.readAllBytes(file));
      }
    }
    var provider = Provider.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    double seconds = Double.parseDouble(arguments[3]);
    System.out.println("batch  pictures/s  model alone/s  batch p50 ms  p95 ms  cameras at 10/s");
    for (String size : Arrays.asList(arguments).subList(4, arguments.length)) {
      measure(arguments[0], pictures, provider, seconds, Integer.parseInt(size));
    }
  }

  private static void measure(
      String model, List<byte[]> pictures, Provider provider, double seconds, int batch)
      throws Exception {
    try (Model loaded = Model.load(model, new Model.Use(provider, batch, 0.2));
        InferenceContext context = loaded.context();
        var decoder = new JpegDecoder()) {
      var times = new ArrayList<Double>();
      double alone = 0;
      long looked = 0;
      long began = System.nanoTime();
      while (System.nanoTime() - began < seconds * 1e9) {
        for (int i = 0; i < loaded.batch(); i++) {
          byte[] jpeg = pictures.get((int) (looked++ % pictures.size()));
          int width = BareLoop.width(jpeg);
          int height = BareLoop.height(jpeg);
          decoder.open(jpeg, width, height, loaded.share(width, height));
          context.put(i, decoder, Box.WHOLE);
        }
        long start = System.nanoTime();
        context.detect(loaded.batch());
        double took = (System.nanoTime() - start) / 1e6;
        times.add(took);
        alone += took;
      }
      double perSecond = looked * 1e9 / (System.nanoTime() - began);
      double aloneRate = looked * 1000 / alone;
      times.sort(null);
      System.out.println(
          String.format(
              Locale.ROOT,
              "%5d  %10.1f  %13.1f  %12.1f  %6.1f  %15d",
              loaded.batch(),
              perSecond,
              aloneRate,
              times.get(times.size() / 2),
              times.get((int) (times.size() * 0.95)),
              (int) (aloneRate / CAMERA_FRAMES_PER_SECOND)));
    }
  }
}
