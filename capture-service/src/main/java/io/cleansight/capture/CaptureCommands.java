package io.cleansight.capture;

import io.cleansight.capture.probe.SourceProbe;
import io.cleansight.simulator.Drawing;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What an operator does by hand, and what the laptop's launcher asks before it starts. */
@Command(
    name = "capture-service",
    description = "Turns cameras into frames. Without a command it runs as a service.",
    mixinStandardHelpOptions = true,
    subcommands = KeyCommands.class,
    subcommandsRepeatable = false)
final class CaptureCommands {
  @Command(
      description = "Says whether each source has video, and for the first without why.",
      mixinStandardHelpOptions = true)
  int probe(@Parameters(paramLabel = "SOURCE", arity = "1..*") List<String> sources) {
    return SourceProbe.run(sources);
  }

  @Command(
      description = "Writes labelled pictures of a scene, as training data.",
      mixinStandardHelpOptions = true)
  int draw(
      @Parameters(paramLabel = "SCENE") String scene,
      @Parameters(paramLabel = "EVERY", description = "Writes one picture of so many.") int every,
      @Parameters(paramLabel = "DIRECTORY") Path directory) {
    return Drawing.run(scene, every, directory);
  }
}
