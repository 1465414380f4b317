package io.cleansight.capture.faulty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jcip.annotations.ThreadSafe;

/**
 * Many cameras at one address of loopback, by HTTP (MJPEG) and RTSP (H.264 over TCP). A good one
 * sends pictures evenly; a bad one is in another kind of trouble with each connection, until it was
 * in all.
 */
@ThreadSafe
public final class FaultServer implements AutoCloseable {
  /** Where nobody is to look. */
  static final String FORBIDDEN = "127.0.0.2";

  private final ServerSocket server;
  private final long interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, AtomicLong> sent = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  /**
   * @param framesPerSecond of every camera
   */
  public FaultServer(int framesPerSecond) throws IOException {
    this.interval = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
    this.server = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * The address of a camera, with a password.
   *
   * @param scheme {@code http} or {@code rtsp}
   */
  public String good(String scheme, String name) {
    return address(scheme, "/good/" + name);
  }

  /**
   * The address of a camera that misbehaves.
   *
   * @param first the number of the trouble that it is in first
   */
  public String bad(String scheme, String name, int first) {
    return address(scheme, "/bad/" + name + "/" + first);
  }

  /** How many pictures a good camera has sent to whoever was connected. */
  public long sent(String name) {
    return sent.computeIfAbsent(name, _ -> new AtomicLong()).get();
  }

  /** Sends no byte more of a camera, and answers nobody who asks for it. */
  public void silence(String name) {
    silent.add(name);
  }

  /** Hangs up on whoever watches or asks for a camera. */
  public void takeAway(String name) {
    gone.add(name);
  }

  public void bringBack(String name) {
    silent.remove(name);
    gone.remove(name);
  }

  /** Trouble that bad cameras were in, each with its scheme. */
  public Set<String> met() {
    return Collections.unmodifiableSet(new TreeSet<>(met));
  }

  /** How many kinds there are of it. */
  public static int kinds() {
    return 2 * Trouble.values().length;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
  }

  /** Waits until it is time for the next picture; false once the server or the camera has gone. */
  boolean waits(String name, long due) throws InterruptedException {
    boolean over = closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    while (!over && silent.contains(name)) {
      over = closed.await(20, TimeUnit.MILLISECONDS);
    }
    return !over && !gone.contains(name);
  }

  long interval() {
    return interval;
  }

  void count(String name) {
    sent.computeIfAbsent(name, _ -> new AtomicLong()).incrementAndGet();
  }

  /** What a bad camera does with this connection. */
  Trouble trouble(String scheme, String name, int first) {
    int connection = connections.computeIfAbsent(name, _ -> new AtomicInteger()).getAndIncrement();
    Trouble[] all = Trouble.values();
    Trouble trouble = all[(first + connection) % all.length];
    met.add(scheme + " " + trouble);
    return trouble;
  }

  String address(String scheme, String path) {
    return scheme + "://user:hunter2@127.0.0.1:" + server.getLocalPort() + path;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      new Conversation(this, client.getInputStream(), client.getOutputStream()).hold();
    } catch (IOException hungUp) {
      // as whoever has no patience does
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
