package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.Rules;
import io.cleansight.video.VideoException.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes between FFmpeg, which a test is here, and a camera. */
class RtspInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "401 Unauthorized, REFUSED",
    "403 Forbidden, REFUSED",
    "404 Not Found, NOT_FOUND",
    "454 Session Not Found, NOT_FOUND",
    "453 Not Enough Bandwidth, UNWILLING",
    "503, UNWILLING"
  })
  void knowsWhyACameraGivesNothing(String status, Fault fault) throws Exception {
    try (var camera = camera().tell(status + "\r\n");
        var input = input(camera)) {
      assertThat(ask(input, "DESCRIBE rtsp://camera/told RTSP/1.0")).endsWith(status);
      assertThat(input.fault()).contains(fault);
    }
  }

  @Test
  void whatIsAgreedToAfterARefusalIsNoFault() throws Exception {
    try (var camera = camera().tell("401 Unauthorized\r\n");
        var input = input(camera)) {
      String answers =
          ask(
              input,
              "DESCRIBE rtsp://camera/told RTSP/1.0",
              "DESCRIBE rtsp://camera/main RTSP/1.0");
      assertThat(answers).contains("401").endsWith("200 OK");
      assertThat(input.fault()).isEmpty();
    }
  }

  private static RtspCamera camera() throws IOException {
    return new RtspCamera(
        ServerSocketFactory.getDefault(), "127.0.0.1", new Remuxed(List.of(), ""));
  }

  private static RtspInput input(RtspCamera camera) throws Exception {
    return RtspInput.open(
        URI.create("rtsp://127.0.0.1:" + camera.port() + "/main"),
        PATIENCE,
        Rules.OWN_MACHINE,
        Rules.OWN_MACHINE.addresses());
  }

  /** The status lines of the answers. */
  private static String ask(RtspInput input, String... requests) throws IOException {
    try (var socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), URI.create(input.address()).getPort())) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var lines = new StringBuilder();
      for (String request : requests) {
        socket
            .getOutputStream()
            .write((request + "\r\nCSeq: 1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        lines.append(lines.isEmpty() ? "" : "\n").append(in.readLine());
        in.lines().takeWhile(it -> !it.isEmpty()).forEach(_ -> {});
      }
      return lines.toString();
    }
  }
}
