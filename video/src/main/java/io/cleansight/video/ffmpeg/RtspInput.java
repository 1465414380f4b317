package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.Connections;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A camera by RTSP. FFmpeg's RTSP resolves names itself, follows redirects to wherever they point
 * and verifies no certificate; so it is given a port of this machine, for one connection, behind
 * which the connection to the camera is made, TLS is spoken, and redirects are kept from it. Sound
 * is not asked for.
 */
final class RtspInput implements Input {
  private static final int PORT = 554;
  private static final int TLS_PORT = 322;
  private static final int LONGEST_HEADER = 64 << 10;
  private static final int LONGEST_BODY = 1 << 20;
  private static final Pattern STATUS = Pattern.compile("RTSP/\\d\\.\\d (\\d{3})(?: .*)?");
  private static final Pattern LOCATION = header("Location", "(\\S+)");
  private static final Pattern LENGTH = header("Content-Length", "(\\d{1,9})");

  private final URI uri;
  private final Duration patience;
  private final Socket camera;
  private final ServerSocket door;
  private volatile @Nullable Socket reader;
  private volatile @Nullable String location;
  private volatile @Nullable Fault fault;
  private volatile boolean heard;
  private volatile boolean closed;

  private RtspInput(URI uri, Duration patience, Socket camera, ServerSocket door) {
    this.uri = uri;
    this.patience = patience;
    this.camera = camera;
    this.door = door;
  }

  static RtspInput open(URI uri, Duration patience, Rules rules, AddressPolicy addresses)
      throws VideoException {
    boolean tls = uri.getScheme().equalsIgnoreCase("rtsps");
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PORT;
    Socket camera = Connections.connect(uri.getHost(), port, tls, patience, rules, addresses);
    try {
      var door = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
      door.setSoTimeout(Math.toIntExact(patience.toMillis()));
      var input = new RtspInput(uri, patience, camera, door);
      Thread.ofVirtual().start(input::relay);
      return input;
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free on this machine", e);
    }
  }

  @Override
  public String address() {
    String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "rtsp://" + login + "127.0.0.1:" + door.getLocalPort() + path + query;
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "protocol_whitelist", "tcp",
        "format_whitelist", "rtsp",
        "rtsp_transport", "tcp",
        "allowed_media_types", "video",
        "fpsprobesize", "0", // nothing depends on a rate, which takes twenty pictures to find
        "timeout", Long.toString(patience.toNanos() / 1000));
  }

  @Override
  public Optional<Source.Stream> redirect() {
    String to = location;
    return to == null ? Optional.empty() : target(to);
  }

  /**
   * As the last answer of the camera says; empty while it agrees to what it is asked. {@code
   * UNREACHABLE} if it hung up without a word.
   */
  @Override
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void giveUp() {
    close();
  }

  @Override
  public void close() {
    closed = true;
    shut(door);
    shut(camera);
    Socket there = reader;
    if (there != null) {
      shut(there);
    }
  }

  /** Its login goes on to the same host only. */
  private URI withLogin(URI next) throws URISyntaxException {
    boolean same =
        uri.getHost().equalsIgnoreCase(next.getHost()) && uri.getPort() == next.getPort();
    if (!same || next.getRawUserInfo() != null || uri.getRawUserInfo() == null) {
      return next;
    }
    String rest = next.toString().substring(next.getScheme().length() + 3);
    return new URI(next.getScheme() + "://" + uri.getRawUserInfo() + "@" + rest);
  }

  private Optional<Source.Stream> target(String to) {
    try {
      URI next = withLogin(uri.resolve(to));
      return Source.parse(next.toString()) instanceof Source.Stream stream
              && next.getScheme().toLowerCase(Locale.ROOT).startsWith("rtsp")
          ? Optional.of(stream)
          : Optional.empty();
    } catch (IllegalArgumentException | URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private void relay() {
    try (camera;
        Socket there = door.accept()) {
      reader = there;
      Thread.ofVirtual().start(this::turnAway);
      Thread.ofVirtual().start(() -> copy(there));
      messages(
          new BufferedInputStream(camera.getInputStream(), LONGEST_HEADER),
          new BufferedOutputStream(there.getOutputStream(), LONGEST_HEADER));
      hungUp();
    } catch (IOException over) {
      hungUp();
      close(); // by either side: FFmpeg reads the end
    }
  }

  /**
   * Whoever comes after FFmpeg, as JavaCV does once more when it was refused; a port that was given
   * back would by then be another camera's.
   */
  private void turnAway() {
    try {
      door.setSoTimeout(0);
      while (!door.isClosed()) {
        door.accept().close();
      }
    } catch (IOException over) {
      shut(door);
    }
  }

  private void hungUp() {
    if (!heard && !closed) {
      fault = Fault.UNREACHABLE;
    }
  }

  private void copy(Socket there) {
    try {
      there.getInputStream().transferTo(camera.getOutputStream());
    } catch (IOException over) {
      close();
    }
  }

  /** What the camera says, message by message, until it says that it is somewhere else. */
  private void messages(InputStream in, OutputStream out) throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      heard = true;
      if (first == '$') {
        copyPacket(in, out);
      } else if (first == '\r' || first == '\n') {
        out.write(first);
      } else {
        String head = head(first, in);
        int status = status(head);
        if (status >= 300 && status < 400) {
          location = found(LOCATION, head).orElse("");
          return;
        }
        fault = fault(status);
        copyMessage(head, in, out);
      }
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  /** 0 of what is no answer: a camera may ask, too. */
  private static int status(String head) {
    Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
    return status.matches() ? Integer.parseInt(status.group(1)) : 0;
  }

  private static @Nullable Fault fault(int status) {
    return switch (status) {
      case 401, 403, 407 -> Fault.REFUSED;
      case 404, 410, 454 -> Fault.NOT_FOUND;
      default -> status < 400 ? null : Fault.UNWILLING;
    };
  }

  /** A piece of media between the messages: a channel, a length and so many bytes. */
  private static void copyPacket(InputStream in, OutputStream out) throws IOException {
    out.write('$');
    out.write(in.readNBytes(1));
    byte[] size = in.readNBytes(2);
    out.write(size);
    out.write(in.readNBytes(size.length < 2 ? 0 : (size[0] & 0xff) << 8 | (size[1] & 0xff)));
  }

  private static void copyMessage(String head, InputStream in, OutputStream out)
      throws IOException {
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    int length = found(LENGTH, head).map(Integer::parseInt).orElse(0);
    if (length > LONGEST_BODY) {
      throw new IOException("a message of " + length + " bytes");
    }
    out.write(in.readNBytes(length));
  }

  private static String head(int first, InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int last = first;
    boolean lineIsEmpty = false;
    head.write(first);
    while (head.size() < LONGEST_HEADER) {
      last = in.read();
      if (last < 0) {
        throw new IOException("ended within a message");
      }
      head.write(last);
      if (last == '\n') {
        if (lineIsEmpty) {
          return head.toString(StandardCharsets.ISO_8859_1);
        }
        lineIsEmpty = true;
      } else if (last != '\r') {
        lineIsEmpty = false;
      }
    }
    throw new IOException("a message without end");
  }

  private static Optional<String> found(Pattern header, String head) {
    Matcher matcher = header.matcher(head);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Pattern header(String name, String value) {
    return Pattern.compile(
        "^" + name + ":[ \\t]*" + value, Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  }

  private static void shut(Closeable connection) {
    try {
      connection.close();
    } catch (IOException gone) {
      // It is closed, which is all that is wanted.
    }
  }
}
