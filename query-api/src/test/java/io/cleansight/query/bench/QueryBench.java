package io.cleansight.query.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.google.errorprone.annotations.FormatMethod;
import io.cleansight.query.Running;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Pages of a growing table beside plain JDBC and JSON, a thousand listeners, and sixteen viewers of
 * eight cameras; over a real database and broker, all on this machine.
 */
final class QueryBench {
  private QueryBench() {}

  public static void main(String[] args) throws Exception {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT").setLevel(Level.WARN);
    int[] sizes =
        Arrays.stream(args)
            .skip(1)
            .flatMap(it -> Arrays.stream(it.split(" ")))
            .mapToInt(Integer::parseInt)
            .toArray();
    try (var running = Running.in(Path.of(args[0]))) {
      say("load average at the start %.1f", load());
      new PageBench(running).measure(sizes);
      new ListenerBench(running).measure();
      new ViewerBench(running).measure();
      say("load average at the end %.1f", load());
    }
    System.exit(0);
  }

  @FormatMethod
  static void say(String format, @Nullable Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** The middle one, or another percentile. */
  static double percentile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e6;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
