package io.cleansight.capture.faulty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One connection to a camera, from the first question to the last picture. */
final class Conversation {
  private static final int FRAMES_BEFORE = 8;

  private final FaultServer server;
  private final BufferedReader in;
  private final OutputStream out;
  private String sequence = "0";

  /**
   * @param path of the address, as /good/name or /bad/name/first
   */
  private record Question(String method, String url, String path, boolean rtsp) {
    String scheme() {
      return rtsp ? "rtsp" : "http";
    }

    String name() {
      return path.split("/", -1)[2];
    }

    boolean good() {
      return path.startsWith("/good/");
    }
  }

  Conversation(FaultServer server, InputStream in, OutputStream out) {
    this.server = server;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    this.out = out;
  }

  void hold() throws IOException, InterruptedException {
    Trouble trouble = null;
    boolean first = true;
    for (Question asked = question(); asked != null; asked = question()) {
      if (!server.waits(asked.name(), System.nanoTime())) {
        return;
      }
      if (first && !asked.good()) {
        int number = Integer.parseInt(asked.path().split("/", -1)[3]);
        trouble = server.trouble(asked.scheme(), asked.name(), number);
      }
      first = false;
      if (trouble != null && !trouble.isOfPictures()) {
        refuse(asked, trouble);
        return;
      }
      if (agree(asked)) {
        new Showing(server, asked.name(), out, trouble).show(asked.rtsp(), FRAMES_BEFORE);
        return;
      }
    }
  }

  private @Nullable Question question() throws IOException {
    String first = in.readLine();
    if (first == null) {
      return null;
    }
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("CSeq:")) {
        sequence = line.substring(5).strip();
      }
    }
    String[] words = first.split(" ", -1);
    boolean rtsp = words[2].startsWith("RTSP");
    return new Question(words[0], words[1], URI.create(words[1]).getPath(), rtsp);
  }

  /** True if pictures are to come now. */
  private boolean agree(Question asked) throws IOException {
    if (!asked.rtsp()) {
      say("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n");
      return true;
    }
    String sdp = Showing.WIDE.sdp();
    say(
        "RTSP/1.0 200 OK\r\nCSeq: "
            + sequence
            + "\r\nSession: 1\r\n"
            + switch (asked.method()) {
              case "DESCRIBE" ->
                  "Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(sdp.length(), sdp);
              case "SETUP" -> "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
              default -> "\r\n";
            });
    return asked.method().equals("PLAY");
  }

  private void refuse(Question asked, Trouble trouble) throws IOException, InterruptedException {
    String version = asked.rtsp() ? "RTSP/1.0 " : "HTTP/1.1 ";
    String end = "\r\nCSeq: " + sequence + "\r\nContent-Length: 0\r\n";
    switch (trouble) {
      case UNAUTHORIZED ->
          say(version + "401 Unauthorized" + end + "WWW-Authenticate: Basic realm=\"x\"\r\n\r\n");
      case CIRCLE ->
          say(
              version
                  + "302 Found"
                  + end
                  + ("Location: " + server.address(asked.scheme(), asked.path()) + "\r\n\r\n"));
      case AWAY ->
          say(
              version
                  + "302 Found"
                  + end
                  + "Location: %s://%s:1/\r\n\r\n"
                      .formatted(asked.scheme(), FaultServer.FORBIDDEN));
      case HEADER -> header(version);
      case GARBAGE -> garbage();
      case DRIP -> drip(version);
      default -> server.waits(asked.name(), Long.MAX_VALUE);
    }
  }

  private void header(String version) throws IOException {
    say(version + "200 OK\r\nX-Long: ");
    while (true) { // until whoever reads has enough of it
      say("a".repeat(8192));
    }
  }

  private void garbage() throws IOException {
    var noise = new byte[64 << 10];
    new Random(7).nextBytes(noise);
    out.write(noise);
    out.flush();
  }

  private void drip(String version) throws IOException, InterruptedException {
    say(version + "200 OK\r\n");
    long due = System.nanoTime();
    while (server.waits("", due)) {
      say("a");
      due += 1_000_000_000;
    }
  }

  private void say(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
