package io.cleansight.video.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A camera that speaks RTSP over TCP: plays its film to whoever asks, or answers as it is told. */
final class RtspCamera implements AutoCloseable {
  private final ServerSocket server;
  private final Remuxed film;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String answer = "";

  RtspCamera(ServerSocketFactory sockets, String address, Remuxed film) throws IOException {
    this.server = sockets.createServerSocket(0, 5, InetAddress.ofLiteral(address));
    this.film = film;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  /** First lines of what it was asked. */
  List<String> asked() {
    return asked;
  }

  /** To every DESCRIBE of an address that ends with {@code /told}: status and headers. */
  RtspCamera tell(String statusAndHeaders) {
    answer = statusAndHeaders;
    return this;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = client.getOutputStream()) {
      String sequence = "0";
      String first = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (first.isEmpty()) {
          first = line;
          asked.add(line);
        } else if (line.startsWith("CSeq:")) {
          sequence = line.substring(5).strip();
        } else if (line.isEmpty()) {
          reply(first, sequence, out);
          first = "";
        }
      }
    } catch (IOException hungUp) {
      // or does not believe our certificate
    }
  }

  private void reply(String request, String sequence, OutputStream out) throws IOException {
    String head = "CSeq: " + sequence + "\r\n";
    if (request.matches("DESCRIBE \\S+/told .*") && !answer.isEmpty()) {
      send(out, "RTSP/1.0 " + answer.replaceFirst("\r\n|$", "\r\n" + head) + "\r\n");
      return;
    }
    switch (request.substring(0, request.indexOf(' '))) {
      case "DESCRIBE" ->
          send(
              out,
              "RTSP/1.0 200 OK\r\n%sContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(head, film.sdp().length(), film.sdp()));
      case "SETUP" ->
          send(
              out,
              "RTSP/1.0 200 OK\r\n%sSession: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"
                  .formatted(head));
      case "PLAY" -> {
        send(out, "RTSP/1.0 200 OK\r\n" + head + "Session: 1\r\n\r\n");
        for (byte[] packet : film.writes()) {
          boolean control = (packet[1] & 0xff) >= 200 && (packet[1] & 0xff) <= 204;
          out.write(
              new byte[] {
                '$', (byte) (control ? 1 : 0), (byte) (packet.length >> 8), (byte) packet.length
              });
          out.write(packet);
        }
        out.flush();
      }
      default -> send(out, "RTSP/1.0 200 OK\r\n" + head + "\r\n");
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
