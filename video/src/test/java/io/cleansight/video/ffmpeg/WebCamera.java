package io.cleansight.video.ffmpeg;

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

/**
 * An HTTP server that has what it is given, and remembers what it was asked for. Whoever has seen
 * what is there, by its ETag, gets it no second time.
 */
public final class WebCamera implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private record Page(int status, Map<String, String> headers, byte[] body) {}

  public WebCamera(String address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            Page page =
                pages.getOrDefault(
                    exchange.getRequestURI().getPath(), new Page(404, Map.of(), new byte[0]));
            page.headers().forEach(exchange.getResponseHeaders()::add);
            String known = exchange.getRequestHeaders().getFirst("If-None-Match");
            boolean unchanged = known != null && known.equals(page.headers().get("ETag"));
            exchange.sendResponseHeaders(
                unchanged ? 304 : page.status(),
                unchanged || page.body().length == 0 ? -1 : page.body().length);
            if (!unchanged) {
              exchange.getResponseBody().write(page.body());
            }
          }
        });
    server.start();
  }

  public WebCamera has(String path, byte[] body) {
    pages.put(path, new Page(200, Map.of(), body));
    return this;
  }

  /** From now on as often as it is asked. */
  public WebCamera has(String path, Map<String, String> headers, byte[] body) {
    pages.put(path, new Page(200, headers, body));
    return this;
  }

  public WebCamera answers(String path, int status, Map<String, String> headers) {
    pages.put(path, new Page(status, headers, new byte[0]));
    return this;
  }

  public List<String> asked() {
    return asked;
  }

  public String url(String path) {
    return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + port() + path;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
