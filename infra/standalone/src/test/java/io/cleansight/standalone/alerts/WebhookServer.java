package io.cleansight.standalone.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real HTTP server that keeps the keys with which it was told of each alert that was raised. */
final class WebhookServer implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<String>> raised = new ConcurrentHashMap<>();

  WebhookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  Map<String, List<String>> raised() {
    return raised;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode alert = json.readTree(exchange.getRequestBody().readAllBytes());
      if (alert.get("state").asString().equals("raised")) {
        raised
            .computeIfAbsent(alert.get("alert_id").asString(), _ -> new CopyOnWriteArrayList<>())
            .add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
