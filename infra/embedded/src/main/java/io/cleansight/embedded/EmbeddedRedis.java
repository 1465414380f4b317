package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * Redis as a child process on loopback with an append-only file; takes over the orphan of a killed
 * predecessor.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** Whose password Redis asks for. */
  public static final String LOGIN = "default";

  private final @Nullable RedisServer server;
  private final int port;
  private final ServerSecurity security;

  private EmbeddedRedis(@Nullable RedisServer server, int port, ServerSecurity security) {
    this.server = server;
    this.port = port;
    this.security = security;
  }

  /**
   * Starts the server, or uses the one that already serves that very directory at that port.
   *
   * @param data directory of its own, made if absent
   * @throws IOException if something else holds the port
   */
  public static EmbeddedRedis start(Path data, int port) throws IOException {
    return start(data, port, ServerSecurity.NONE);
  }

  /**
   * The same that asks for a password.
   *
   * @param security with the password of {@link #LOGIN}
   */
  public static EmbeddedRedis start(Path data, int port, ServerSecurity security)
      throws IOException {
    Files.createDirectories(data);
    if (!Ports.isFree(port)) {
      return adopt(data, port, security);
    }
    var server = settings(data, port, security).build();
    server.start();
    return new EmbeddedRedis(server, port, security);
  }

  /** They go into a file that is for its owner only. */
  private static RedisServerBuilder settings(Path data, int port, ServerSecurity security) {
    var tls = security.tls();
    var settings =
        RedisServer.newRedisServer()
            .port(tls == null ? port : 0)
            .setting("bind " + HOST)
            .setting("dir " + data.toAbsolutePath())
            .setting("appendonly yes")
            .setting("appendfsync everysec")
            .setting("maxmemory 256mb")
            .setting("maxmemory-policy volatile-lru");
    String password = security.passwords().get(LOGIN);
    if (password != null) {
      settings.setting("requirepass " + password);
    }
    if (tls != null) {
      settings
          .setting("tls-port " + port)
          .setting("tls-cert-file " + tls.certificate())
          .setting("tls-key-file " + tls.key())
          .setting("tls-auth-clients no")
          .setting("tls-ca-cert-file " + tls.certificate());
    }
    return settings;
  }

  /** With the password, if it asks for one. */
  public String url() {
    String password = security.passwords().get(LOGIN);
    return (security.tls() == null ? "redis://" : "rediss://")
        + (password == null ? "" : ":" + password + "@")
        + HOST
        + ":"
        + port;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.stop();
      return;
    }
    try (var client = client(port, security)) {
      client.shutdown();
    }
  }

  private static EmbeddedRedis adopt(Path data, int port, ServerSecurity security)
      throws IOException {
    try (var client = client(port, security)) {
      String dir = client.configGet("dir").get("dir");
      if (dir != null && Files.isSameFile(Path.of(dir), data)) {
        return new EmbeddedRedis(null, port, security);
      }
    } catch (JedisAccessControlException e) {
      throw new IOException("port " + port + " is taken by another Redis", e);
    } catch (JedisException noRedis) {
      throw new IOException("port " + port + " is taken by something that is not Redis", noRedis);
    }
    throw new IOException("port " + port + " is taken by another Redis");
  }

  private static Jedis client(int port, ServerSecurity security) {
    return new Jedis(
        new HostAndPort(HOST, port),
        DefaultJedisClientConfig.builder().password(security.passwords().get(LOGIN)).build());
  }
}
