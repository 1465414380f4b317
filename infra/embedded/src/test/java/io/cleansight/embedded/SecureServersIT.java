package io.cleansight.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** PostgreSQL and Redis with passwords, and with TLS instead of plain text. */
class SecureServersIT {
  private static final Map<String, String> PASSWORDS =
      Map.of(
          EmbeddedPostgres.SUPERUSER, "the first's",
          EmbeddedPostgres.MIGRATOR, "the second's",
          EmbeddedPostgres.WRITER, "the third's",
          EmbeddedPostgres.READER, "the fourth's");

  @TempDir Path folder;

  @Test
  void postgresAsksForPasswordsFromItsFirstMomentAndStillAfterARestart() throws Exception {
    Path data = folder.resolve("postgres");
    for (int start = 0; start < 2; start++) {
      try (var postgres =
          EmbeddedPostgres.start(data, Ports.anyFree(), ServerSecurity.passwords(PASSWORDS))) {
        for (var login : PASSWORDS.entrySet()) {
          assertThat(user(postgres.url(), login.getKey(), login.getValue()))
              .isEqualTo(login.getKey());
          assertThatThrownBy(() -> user(postgres.url(), login.getKey(), "another"))
              .hasMessageContaining("password authentication failed");
        }
      }
      assertThat(folder.resolve("postgres-password")).doesNotExist();
    }
  }

  @Test
  void postgresSpeaksTlsAlone() throws Exception {
    var certificates = Certificates.in(folder.resolve("tls"));
    var other = Certificates.in(folder.resolve("other"));
    try (var postgres =
        EmbeddedPostgres.start(
            folder.resolve("postgres"),
            Ports.anyFree(),
            new ServerSecurity(PASSWORDS, certificates.issue("postgres")))) {
      String verified = postgres.url() + "?sslmode=verify-full&sslrootcert=";
      String login = EmbeddedPostgres.WRITER;
      String password = String.valueOf(PASSWORDS.get(login));
      assertThat(user(verified + certificates.authority(), login, password)).isEqualTo(login);
      assertThatThrownBy(() -> user(verified + other.authority(), login, password))
          .hasMessageContaining("SSL error");
      assertThatThrownBy(() -> user(postgres.url() + "?sslmode=disable", login, password))
          .hasMessageContaining("no encryption");
    }
  }

  @Test
  void redisAsksForItsPasswordAndSpeaksTlsAlone() throws Exception {
    var certificates = Certificates.in(folder.resolve("tls"));
    int port = Ports.anyFree();
    var security =
        new ServerSecurity(
            Map.of(EmbeddedRedis.LOGIN, "the-only-one"), certificates.issue("redis"));
    try (var redis = EmbeddedRedis.start(folder.resolve("redis"), port, security)) {
      assertThat(redis.url()).isEqualTo("rediss://:the-only-one@127.0.0.1:" + port);
      try (var plain = new Jedis("127.0.0.1", port)) {
        assertThatThrownBy(plain::ping).isInstanceOf(JedisException.class);
      }
    }
    var passwordOnly = ServerSecurity.passwords(Map.of(EmbeddedRedis.LOGIN, "the-only-one"));
    int other = Ports.anyFree();
    try (var redis = EmbeddedRedis.start(folder.resolve("redis-2"), other, passwordOnly);
        var known = new Jedis(redis.url());
        var unknown = new Jedis("127.0.0.1", other)) {
      assertThat(known.ping()).isEqualTo("PONG");
      assertThatThrownBy(unknown::ping).hasMessageContaining("NOAUTH");
    }
  }

  private static String user(String url, String login, String password) throws SQLException {
    var properties = new Properties();
    properties.put("user", login);
    properties.put("password", password);
    try (Connection connection = DriverManager.getConnection(url, properties);
        var result = connection.createStatement().executeQuery("SELECT current_user")) {
      result.next();
      return result.getString(1);
    }
  }
}
