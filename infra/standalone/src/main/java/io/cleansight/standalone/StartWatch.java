package io.cleansight.standalone;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits for services that start, as long as they get on: on a busy machine a start may take
 * minutes. Says which is ready, and every now and then which are waited for.
 */
final class StartWatch {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration SAY = Duration.ofSeconds(15);

  private final Console console;
  private final Duration still;
  private final Duration leastCpu;

  /**
   * @param still how long a service that is not ready may take less of the CPU than {@code
   *     leastCpu}: it waits for what does not come
   */
  StartWatch(Console console, Duration still, Duration leastCpu) {
    this.console = console;
    this.still = still;
    this.leastCpu = leastCpu;
  }

  /**
   * Returns when all are ready, or when they are being stopped.
   *
   * @throws CannotStartException as soon as one cannot become ready
   */
  void await(List<ServiceProcess> services) throws InterruptedException, CannotStartException {
    long start = System.nanoTime();
    long said = start;
    Map<ServiceProcess, Progress> waiting = new LinkedHashMap<>();
    services.forEach(it -> waiting.put(it, new Progress(start, it.cpu())));
    while (!waiting.isEmpty()) {
      for (ServiceProcess service : List.copyOf(waiting.keySet())) {
        if (service.isReady()) {
          console.say("  %-20s ready after %.1f s".formatted(service.title(), seconds(start)));
          waiting.remove(service);
        } else {
          requireProgress(service, waiting.compute(service, (_, before) -> after(before, service)));
        }
      }
      if (System.nanoTime() - said > SAY.toNanos()) {
        said = System.nanoTime();
        console.say(waitingFor(waiting, seconds(start)));
      }
      if (services.getFirst().awaitStopping(LOOK)) {
        return;
      }
    }
  }

  private Progress after(@Nullable Progress before, ServiceProcess service) {
    Duration cpu = service.cpu();
    return before != null && before.isStill(cpu, leastCpu)
        ? before
        : new Progress(System.nanoTime(), cpu);
  }

  private void requireProgress(ServiceProcess service, Progress progress)
      throws CannotStartException {
    if (System.nanoTime() - progress.since() > still.toNanos()) {
      throw new CannotStartException(
          "%s has done next to nothing for %d s and is not ready; its log ends:%n%s"
              .formatted(service.title(), still.toSeconds(), service.endOfLog()));
    }
  }

  private static String waitingFor(Map<ServiceProcess, Progress> waiting, double seconds) {
    return waiting.keySet().stream()
        .map(it -> "%s (%.0f s of CPU)".formatted(it.title(), it.cpu().toMillis() / 1e3))
        .collect(Collectors.joining(", ", "  after %.0f s waiting for ".formatted(seconds), ""));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * How far one is.
   *
   * @param since when, by {@link System#nanoTime}, it had last taken enough of the CPU
   * @param cpu what it had taken by then
   */
  private record Progress(long since, Duration cpu) {
    /** Less than before is another process's. */
    boolean isStill(Duration now, Duration least) {
      return now.compareTo(cpu) >= 0 && now.compareTo(cpu.plus(least)) < 0;
    }
  }
}
