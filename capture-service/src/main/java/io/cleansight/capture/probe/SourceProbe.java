package io.cleansight.capture.probe;

import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.ffmpeg.InProcessOpener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says whether a source can be opened and shows a first picture, without starting the service. */
public final class SourceProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SourceProbe() {}

  /** 0 if each has a picture; else 2, with one line on the standard error for the first without. */
  public static int run(List<String> sources) {
    return sources.stream()
        .mapToInt(SourceProbe::run)
        .filter(status -> status != 0)
        .findFirst()
        .orElse(0);
  }

  private static int run(String source) {
    PrintStream complaints = System.err;
    try {
      Source parsed = Source.parse(source);
      Optional<String> complaint = complaint(parsed);
      complaint.ifPresent(it -> complaints.println(shown(parsed) + " " + it));
      return complaint.isEmpty() ? 0 : 2;
    } catch (IllegalArgumentException e) {
      complaints.println(e.getMessage());
      return 2;
    }
  }

  private static Optional<String> complaint(Source source) {
    try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(source, PATIENCE)) {
      return video.next().isPresent() ? Optional.empty() : Optional.of("has no picture");
    } catch (VideoException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** Without the password that an address may hold. */
  private static String shown(Source source) {
    return source instanceof Source.VideoFile(var path) ? path.toString() : source.toString();
  }
}
