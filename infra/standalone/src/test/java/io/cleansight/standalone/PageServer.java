package io.cleansight.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  private static final Pattern RANGE = Pattern.compile("bytes=(?<from>\\d+)-(?<to>\\d*)");

  private final HttpServer server;
  private final Map<String, Function<Map<String, String>, String>> answers =
      new ConcurrentHashMap<>();
  private final Map<String, byte[]> videos = new ConcurrentHashMap<>();
  private final Map<String, byte[]> pictures = new ConcurrentHashMap<>();

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
    answers.put(path, _ -> json);
  }

  /**
   * @param json of the parameters of a request, by their names
   */
  void answers(String path, Function<Map<String, String>, String> json) {
    answers.put(path, json);
  }

  /** What the live page asks for beside its cameras, where nothing was ever seen. */
  void hasSeenNothing() {
    answers(
        "/api/v1/statistics/summary",
        "{\"total_frames\":0,\"total_violations\":0,\"visits\":0,\"avg_processing_time\":null}");
    answers("/api/v1/statistics/breakdown", "[]");
    answers("/api/v1/events", "{\"items\":[]}");
  }

  /** So many live cameras, line-1 and on, that deliver pictures. */
  void hasOnline(int cameras) {
    answers(
        "/api/v1/cameras",
        IntStream.rangeClosed(1, cameras)
            .mapToObj(
                it ->
                    """
                    {"camera_id": "line-%d", "name": "Line", "enabled": true, "state": "online", "source_kind": "live",
                     "fps": 10.0, "dropped": {}, "reason": null, "clock_skew_millis": null}"""
                        .formatted(it))
            .collect(Collectors.joining(",", "[", "]")));
  }

  /** MP4; players may ask for a part of it. */
  void shows(String path, byte[] video) {
    videos.put(path, video);
  }

  /** JPEG. */
  void pictures(String path, byte[] jpeg) {
    pictures.put(path, jpeg);
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
      byte[] video = videos.get(path);
      if (video != null) {
        sendPart(exchange, video);
        return;
      }
      byte[] picture = pictures.get(path);
      if (picture != null) {
        send(exchange, "image/jpeg", picture);
        return;
      }
      if (path.startsWith("/api/") && !path.endsWith("/preview")) {
        String json =
            answers
                .getOrDefault(path, _ -> "null")
                .apply(parameters(exchange.getRequestURI().getRawQuery()));
        send(exchange, "application/json", json.getBytes(StandardCharsets.UTF_8));
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

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new LinkedHashMap<String, String>();
    if (query != null && !query.isEmpty()) {
      for (String part : query.split("&", -1)) {
        int end = part.indexOf('=');
        parameters.put(
            part.substring(0, end),
            URLDecoder.decode(part.substring(end + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static void sendPart(HttpExchange exchange, byte[] video) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("range");
    int from = range == null ? 0 : number(range, "from", 0);
    int to = range == null ? video.length : number(range, "to", video.length - 1) + 1;
    var headers = exchange.getResponseHeaders();
    headers.add("content-type", "video/mp4");
    headers.add("accept-ranges", "bytes");
    headers.add("content-range", "bytes %d-%d/%d".formatted(from, to - 1, video.length));
    exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
    exchange.getResponseBody().write(video, from, to - from);
  }

  private static int number(String range, String end, int otherwise) {
    Matcher parts = RANGE.matcher(range);
    return parts.matches() && !parts.group(end).isEmpty()
        ? Integer.parseInt(parts.group(end))
        : otherwise;
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("content-type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
