package io.cleansight.messaging.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots of processes that live and are killed. */
class InstanceSlotIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void eachProcessHasItsOwnAndOneThatWasKilledLeavesItToItsSuccessor() throws Exception {
    Path slots = folder.resolve("slots");
    Process one = holder(slots, "one");
    try {
      assertThat(slotOf("one")).isEqualTo("0");
      assertThat(InstanceSlot.take(slots, "detector")).isEqualTo(1);
      assertThat(InstanceSlot.take(slots, "detector")).isEqualTo(2);
      assertThat(InstanceSlot.take(slots, "other")).isZero();
    } finally {
      one.destroyForcibly().waitFor();
    }
    Process successor = holder(slots, "successor");
    try {
      assertThat(slotOf("successor")).isEqualTo("0");
    } finally {
      successor.destroyForcibly().waitFor();
    }
  }

  private String slotOf(String name) {
    Path said = folder.resolve(name);
    await().atMost(PATIENCE).until(() -> Files.exists(said) && Files.size(said) > 0);
    try {
      return Files.readString(said).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Process holder(Path slots, String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            slots.toString(),
            folder.resolve(name).toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  /** Takes a slot, writes which, and ends when its standard input does. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      int slot = InstanceSlot.take(Path.of(args[0]), "detector");
      Files.writeString(Path.of(args[1]), Integer.toString(slot));
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
  }
}
