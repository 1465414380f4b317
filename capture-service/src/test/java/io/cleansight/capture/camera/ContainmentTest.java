package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.video.Rules;
import io.cleansight.video.decoder.Decoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two cameras with their decoders in processes of their own. */
class ContainmentTest {
  private static final Path CLIP = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CameraRig rig = new CameraRig();
  private final CameraRig otherRig = new CameraRig();

  /** KILL is what the kernel does to whoever takes too much; SEGV is what a decoder does itself. */
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SEGV", "STOP"})
  void aDecoderThatIsLostCostsItsCameraAlone(String signal) throws Exception {
    assumeTrue(Files.exists(CLIP), () -> "SKIPPED: no " + CLIP + " beside this checkout");
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0);
        var other = runningCamera(otherRig, decoders)) {
      other.start();
      await().atMost(PATIENCE).until(() -> !otherRig.frames().isEmpty());
      Set<Long> before = children();
      try (var runningCamera = runningCamera(rig, decoders)) {
        runningCamera.start();
        await().atMost(PATIENCE).until(() -> rig.frames().size() > 2);
        long victim =
            children().stream().filter(it -> !before.contains(it)).findFirst().orElseThrow();
        int published = otherRig.frames().size();
        signal(victim, signal);
        await().atMost(PATIENCE).until(() -> states(rig).size() >= 3);
        assertThat(states(rig).subList(0, 3))
            .containsExactly(
                "online",
                signal.equals("STOP") ? "stalled" : "offline: its decoder died",
                "online");
        await().atMost(PATIENCE).until(() -> otherRig.frames().size() > published);
        assertThat(states(otherRig)).containsExactly("online");
        assertThat(ProcessHandle.of(victim)).isEmpty();
      }
    }
  }

  @Test
  void aCameraThatIsSwitchedOffLeavesNoProcess() {
    assumeTrue(Files.exists(CLIP), () -> "SKIPPED: no " + CLIP + " beside this checkout");
    Set<Long> before = children();
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0);
        var runningCamera = runningCamera(rig, decoders)) {
      runningCamera.start();
      await().atMost(PATIENCE).until(() -> !rig.frames().isEmpty());
      runningCamera.switchOff();
      await().atMost(PATIENCE).until(() -> children().equals(before));
    }
  }

  private static RunningCamera runningCamera(CameraRig rig, Decoders decoders) {
    var context = rig.context(opening -> decoders.open(opening.source(), Duration.ofSeconds(4)));
    var camera = new Camera("line-1", CLIP.toString(), true, null, Pace.REALTIME, null, null);
    return new RunningCamera(camera, CameraRig.ALL, false, context);
  }

  private static List<String> states(CameraRig rig) {
    return rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class).stream()
        .map(it -> it.getState().equals("offline") ? "offline: " + it.getReason() : it.getState())
        .toList();
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static void signal(long pid, String signal) throws Exception {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    assertThat(status).isZero();
  }
}
