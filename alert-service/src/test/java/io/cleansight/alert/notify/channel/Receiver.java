package io.cleansight.alert.notify.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that keeps what it gets and answers as it is told to. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "{\"errcode\": 0, \"code\": 0}";
  private volatile int failures;

  /** What came. */
  public record Got(String query, String body, @Nullable String key, @Nullable String signature) {}

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/robot?token=secret-token");
  }

  /** Another address of it, at which all is well whatever it is told to answer. */
  public URI other() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/well?other=1");
  }

  public List<Got> got() {
    return got;
  }

  public void answer(int nextStatus, String nextAnswer) {
    status = nextStatus;
    answer = nextAnswer;
  }

  /** Answers 503 so often, then as told. */
  public void failFirst(int times) {
    failures = times;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private synchronized void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var headers = exchange.getRequestHeaders();
      got.add(
          new Got(
              String.valueOf(exchange.getRequestURI().getRawQuery()),
              body,
              headers.getFirst("Idempotency-Key"),
              headers.getFirst("X-Cleansight-Signature")));
      int now = exchange.getRequestURI().getPath().equals("/well") ? 200 : status;
      if (failures > 0) {
        failures--;
        now = 503;
      }
      if (now == 302) {
        exchange.getResponseHeaders().add("Location", url().toString());
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(now, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
