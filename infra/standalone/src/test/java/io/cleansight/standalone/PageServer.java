package io.cleansight.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages, over answers of a service that are written in a test; whoever asks for others gets
 * null.
 */
final class PageServer implements AutoCloseable {
  private static final Path PAGES = Launched.HOME.resolve("query-api/src/main/resources/static");
  private static final Map<String, String> TYPES =
      Map.of(
          "html",
          "text/html",
          "js",
          "text/javascript",
          "css",
          "text/css",
          "json",
          "application/json",
          "svg",
          "image/svg+xml");

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private PageServer(HttpServer server) {
    this.server = server;
  }

  static PageServer start() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var server = new PageServer(http);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  void answers(String path, String json) {
    answers.put(path, json);
  }

  String at(String page) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + page;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      if (path.startsWith("/api/") && !path.endsWith("/preview")) {
        byte[] json = answers.getOrDefault(path, "null").getBytes(StandardCharsets.UTF_8);
        send(exchange, "application/json", json);
        return;
      }
      Path file = PAGES.resolve(path.equals("/") ? "index.html" : path.substring(1));
      if (!Files.isRegularFile(file)) { // nor is there a picture of a camera
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String name = file.getFileName().toString();
      send(
          exchange,
          TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"),
          Files.readAllBytes(file));
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("content-type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
