package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;

/**
 * Redis as a child process on loopback with an append-only file; takes over the orphan of a killed
 * predecessor.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final @Nullable RedisServer server;
  private final int port;

  private EmbeddedRedis(@Nullable RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server, or uses the one that already serves that very directory at that port.
   *
   * @param data directory of its own, made if absent
   * @throws IOException if something else holds the port
   */
  public static EmbeddedRedis start(Path data, int port) throws IOException {
    Files.createDirectories(data);
    if (!Ports.isFree(port)) {
      return adopt(data, port);
    }
    var server =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind " + HOST)
            .setting("dir " + data.toAbsolutePath())
            .setting("appendonly yes")
            .setting("appendfsync everysec")
            .setting("maxmemory 256mb")
            .setting("maxmemory-policy volatile-lru")
            .build();
    server.start();
    return new EmbeddedRedis(server, port);
  }

  public String url() {
    return "redis://" + HOST + ":" + port;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.stop();
      return;
    }
    try (var client = new Jedis(HOST, port)) {
      client.shutdown();
    }
  }

  private static EmbeddedRedis adopt(Path data, int port) throws IOException {
    try (var client = new Jedis(HOST, port)) {
      String dir = client.configGet("dir").get("dir");
      if (dir != null && Files.isSameFile(Path.of(dir), data)) {
        return new EmbeddedRedis(null, port);
      }
    } catch (JedisException noRedis) {
      throw new IOException("port " + port + " is taken by something that is not Redis", noRedis);
    }
    throw new IOException("port " + port + " is taken by another Redis");
  }
}
