package io.cleansight.capture.video;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Says whether a source can be opened and shows a first picture, without starting the service. */
public final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Probe() {}

  /** 0 if each has a picture; else 2, with one line on the standard error for the first without. */
  public static int run(List<String> sources) {
    return sources.stream()
        .mapToInt(Probe::run)
        .filter(status -> status != 0)
        .findFirst()
        .orElse(0);
  }

  private static int run(String source) {
    PrintStream complaints = System.err;
    try (Video video = Video.open(Source.parse(source), PATIENCE)) {
      if (video.next().isPresent()) {
        return 0;
      }
      complaints.println(source + " has no picture");
    } catch (VideoException e) {
      complaints.println(source + " " + e.getMessage());
    } catch (IllegalArgumentException e) {
      complaints.println(e.getMessage());
    }
    return 2;
  }
}
