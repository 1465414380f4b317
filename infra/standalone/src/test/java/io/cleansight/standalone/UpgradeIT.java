package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services of an earlier build are exchanged for those of this one while they watch, one after the
 * other, and back again: what is found is what an undisturbed run finds, identities included, and
 * every frame counts once. The earlier one is where {@code -Dupgrade.from=HOME} says: what {@code
 * ./mvnw package} left there, or a bundle.
 */
class UpgradeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** As docs/versioning.md has it: whoever reads what is new goes before whoever writes it. */
  private static final List<Service> ORDER =
      List.of(
          Service.PERSISTENCE, Service.QUERY, Service.ALERT, Service.INFERENCE, Service.CAPTURE);

  private final RecordedKitchens kitchens =
      RecordedKitchens.ofNow(List.of(6, 7), Integer.getInteger("upgrade.minutes", 8));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingIsLostOrDoubledOnTheWayThereAndBack() throws Exception {
    String from = System.getProperty("upgrade.from", "");
    assumeTrue(
        !from.isEmpty(), "SKIPPED: -Dupgrade.from=HOME does not say where an earlier build is");
    Path earlier = Path.of(from).toAbsolutePath();
    Map<UUID, RecordedKitchens.Opened> undisturbed = undisturbed();
    assertThat(undisturbed).as("episodes in these kitchens").hasSizeGreaterThan(2);

    Path installed = folder.resolve("installed");
    Files.createSymbolicLink(installed, earlier);
    Launched line = start(installed, "exchanged", "realtime");
    try {
      RecordedKitchens.awaitCounted(line, kitchens.frames() / 8, PATIENCE);
      exchange(line, installed, Launched.HOME);
      long upgraded = RecordedKitchens.counted(line);
      assertThat(upgraded).as("the way back is under load, too").isLessThan(kitchens.frames());
      exchange(line, installed, earlier);
      System.out.printf(
          "of %d frames %d were counted when all were upgraded, %d when all were back%n",
          kitchens.frames(), upgraded, RecordedKitchens.counted(line));
      RecordedKitchens.awaitCounted(line, kitchens.frames(), PATIENCE);
      kitchens.awaitRecorded(line, undisturbed, PATIENCE);
    } finally {
      line.end();
    }
  }

  private Map<UUID, RecordedKitchens.Opened> undisturbed() throws Exception {
    Launched line = start(Launched.HOME, "undisturbed", "max");
    try {
      RecordedKitchens.awaitCounted(line, kitchens.frames(), PATIENCE);
      return kitchens.atOwnPace(RecordedKitchens.opened(line));
    } finally {
      line.end();
    }
  }

  /** What is started again is started from the other build; nobody is asked to end in order. */
  private static void exchange(Launched line, Path installed, Path build) throws Exception {
    Files.delete(installed);
    Files.createSymbolicLink(installed, build);
    for (Service service : ORDER) {
      line.kill(service.title());
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> line.wellServices().contains(service.title()));
    }
  }

  private Launched start(Path home, String name, String pace) throws IOException {
    return Launched.startFrom(home, folder.resolve(name), Map.of(), kitchens.arguments(pace));
  }
}
