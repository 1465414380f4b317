package io.cleansight.messaging.trace;

import com.sun.management.ThreadMXBean;
import io.cleansight.contracts.Topics;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What traces cost a frame in all stages together, beside one copy of its 75 kB, which is the least
 * that a stage does with them. Medians of rounds, turn about.
 */
final class TraceBench {
  private static final int ROUNDS = 15;
  private static final int FRAMES = 20_000;

  /** Stages that work on a message and send one. */
  private static final int STAGES = 5;

  private static final byte[] PICTURE = new byte[75_000];

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Says what it drops, which is not asked here; held, as a logger that nobody holds is forgotten.
   */
  private static final Logger OPENTELEMETRY = Logger.getLogger("io.opentelemetry");

  private static long sink;

  private record Kind(String name, Supplier<Tracing> tracing) {}

  private TraceBench() {}

  public static void main(String[] args) {
    OPENTELEMETRY.setLevel(Level.OFF);
    Kind[] kinds = {
      new Kind("no endpoint", Tracing::off),
      new Kind("none sampled", () -> on(0)),
      new Kind("1 % sampled", () -> on(0.01)),
      new Kind("all sampled", () -> on(1))
    };
    var nanos = new double[kinds.length + 1][ROUNDS];
    var bytes = new double[kinds.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < kinds.length; i++) {
        try (Tracing tracing = kinds[i].tracing().get()) {
          long allocated = THREADS.getCurrentThreadAllocatedBytes();
          long began = System.nanoTime();
          frames(tracing);
          nanos[i][round] = (System.nanoTime() - began) / (double) FRAMES;
          bytes[i] = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) FRAMES;
        }
      }
      long began = System.nanoTime();
      copies();
      nanos[kinds.length][round] = (System.nanoTime() - began) / (double) FRAMES;
    }
    double copy = median(nanos[kinds.length]);
    System.out.printf("a frame's picture copied once: %.0f ns%n", copy);
    for (int i = 0; i < kinds.length; i++) {
      double cost = median(nanos[i]);
      System.out.printf(
          "%-13s %6.0f ns and %5.0f bytes a frame in %d stages; %.2f of a copy; %.2f of no endpoint%n",
          kinds[i].name(), cost, bytes[i], STAGES + 1, cost / copy, cost / median(nanos[0]));
    }
    System.out.println(sink == 0 ? "nothing was done" : "");
  }

  private static Tracing on(double share) {
    return Tracing.on(
        share, Resource.empty(), TracingConfiguration.exporting(SpanExporter.composite()));
  }

  private static void frames(Tracing tracing) {
    for (int frame = 0; frame < FRAMES; frame++) {
      var headers = new RecordHeaders();
      try (var span = tracing.send(Topics.FRAMES)) {
        span.carry(headers);
      }
      for (int stage = 0; stage < STAGES; stage++) {
        var record = new ConsumerRecord<String, byte[]>(Topics.FRAMES, 0, frame, "line-1", PICTURE);
        headers.forEach(record.headers()::add);
        headers = new RecordHeaders();
        try (var span = tracing.process(record, "group")) {
          span.carry(headers);
        }
      }
      sink += headers.toArray().length;
    }
  }

  private static void copies() {
    for (int frame = 0; frame < FRAMES; frame++) {
      sink += PICTURE.clone()[frame % PICTURE.length] + 1;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
