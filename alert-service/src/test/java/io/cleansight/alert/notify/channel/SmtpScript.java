package io.cleansight.alert.notify.channel;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that gives one answer to every recipient, or accepts connections and never says a
 * word.
 */
public final class SmtpScript implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final @Nullable String answer;

  /** Accepts, and never answers. */
  public SmtpScript() throws IOException {
    this(null);
  }

  /**
   * @param answer to every recipient
   */
  public SmtpScript(@Nullable String answer) throws IOException {
    this.answer = answer;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.submit(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How often somebody connected. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket it : open) {
      it.close();
    }
    threads.close();
  }

  private Object accept() throws IOException {
    while (!server.isClosed()) {
      Socket socket = server.accept();
      connections.incrementAndGet();
      open.add(socket);
      if (answer != null) {
        threads.submit(() -> talk(socket, answer));
      }
    }
    return server;
  }

  private static Object talk(Socket socket, String answer) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = socket.getOutputStream();
    say(out, "220 test");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      say(out, line.startsWith("RCPT") ? answer : "250 ok");
    }
    return socket;
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
