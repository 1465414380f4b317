package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.video.Rules;
import io.cleansight.video.decoder.Decoders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What people write by mistake or on purpose, as cameras of a running service: each says what is
 * wrong with it in its health, and neither that nor the log says what it was addressed by.
 */
class BadCamerasTest {
  private static final Path CLIP = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PASSWORD = "hunter2";
  private static final String NO_ADDRESS = "cannot be opened: it has no address that is allowed";
  private static final String NO_FORMAT = "cannot be opened: its format or codec is not taken";
  private static final String NO_VIDEO = "cannot be opened: it has no video";

  @TempDir private Path folder;
  private final CameraRig rig = new CameraRig();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void hearNoSecret() {
    root().detachAppender(log);
    assertThat(log.list)
        .isNotEmpty()
        .noneMatch(it -> it.getFormattedMessage().contains(PASSWORD))
        .noneMatch(it -> it.getFormattedMessage().contains("root:"));
  }

  @Test
  void filesThatHoldNoVideoSaySo() throws Exception {
    assumeTrue(Files.exists(CLIP), () -> "SKIPPED: no " + CLIP + " beside this checkout");
    byte[] whole = Files.readAllBytes(CLIP);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    var expected = new LinkedHashMap<String, List<String>>();
    expected.put(file("empty.mp4", new byte[0]), List.of(NO_VIDEO));
    expected.put(
        file("moov.mp4", Arrays.copyOf(whole, text.indexOf("moov") + 200)), List.of(NO_VIDEO));
    expected.put(
        file("sound.mp4", bytes(text.replaceFirst("vide", "soun"))), List.of(NO_VIDEO, NO_FORMAT));
    expected.put(
        file("list.ffconcat", bytes("ffconcat version 1.0\nfile /etc/passwd\n")),
        List.of(NO_FORMAT));
    expected.put("/etc/passwd", List.of(NO_FORMAT, NO_VIDEO));
    Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), Path.of("/etc/passwd"));
    expected.put(link.toString(), List.of(NO_FORMAT, NO_VIDEO));
    say(expected, Rules.OWN_MACHINE);
  }

  @Test
  void addressesThatAreNotToBeOpenedAreNot() throws Exception {
    var expected = new LinkedHashMap<String, List<String>>();
    try (var secret = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      for (String host : List.of("127.0.0.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]")) {
        expected.put(address("http", host, secret.getLocalPort()), List.of(NO_ADDRESS));
      }
      expected.put(address("rtsp", "169.254.169.254", 80), List.of(NO_ADDRESS));
      expected.put(address("http", "[fd00:ec2::254]", 80), List.of(NO_ADDRESS));
      say(expected, new Rules(List.of("0.0.0.0/0", "::/0"), false, null, Rules.LARGEST_PICTURE));
      secret.setSoTimeout(1);
      assertThat(catchThrowable(secret::accept))
          .as("nobody has called")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** All of them run at once, as they would. */
  private void say(Map<String, List<String>> expected, Rules rules) throws Exception {
    var running = new LinkedHashMap<String, RunningCamera>();
    try (var decoders = new Decoders(rules, 1L << 30, 0)) {
      int number = 0;
      for (String source : expected.keySet()) {
        var camera = camera("bad-" + number++, source, decoders);
        running.put(source, camera);
        camera.start();
      }
      for (var camera : running.entrySet()) {
        await()
            .alias(camera.getKey())
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(failures(camera.getValue().cameraId())).isNotEmpty());
        assertThat(failures(camera.getValue().cameraId()))
            .as(camera.getKey())
            .isSubsetOf(expected.get(camera.getKey()));
      }
    } finally {
      running.values().forEach(RunningCamera::close);
    }
  }

  private List<String> failures(String camera) {
    return rig.health(camera).stream()
        .map(it -> it.getState() + ": " + it.getReason())
        .map(it -> it.replaceFirst("^offline: ", ""))
        .toList();
  }

  private RunningCamera camera(String id, String source, Decoders decoders) {
    var context = rig.context(decoders);
    return new RunningCamera(Camera.live(id, source, null), CameraRig.ALL, false, context);
  }

  private static String address(String scheme, String host, int port) {
    return "%s://user:%s@%s:%d/".formatted(scheme, PASSWORD, host, port);
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }
}
