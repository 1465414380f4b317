package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * PostgreSQL 16 as a child process on loopback, fsync on; continues on the data it finds, adopts
 * its own orphan.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
  private final Path data;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * Starts the server, with a database {@code cleansight} and a login {@code query_api} that
   * belongs to the group of readers.
   *
   * @param data directory of its own, made if absent
   */
  public static EmbeddedPostgres start(Path data, int port) throws IOException, SQLException {
    var server = builder(data, port).start();
    prepare(server);
    return new EmbeddedPostgres(server, data);
  }

  /**
   * Starts a second server, a copy of this one that follows it by streaming replication.
   *
   * @param copy its directory, which must not be there yet
   */
  public StandbyPostgres standby(Path copy, int port) throws IOException, SQLException {
    return StandbyPostgres.of(this, copy, port);
  }

  /** For the owner of the tables. */
  public String ownerUrl() {
    return server.getJdbcUrl("postgres", "cleansight");
  }

  /** For who may only read. */
  public String readerUrl() {
    return server.getJdbcUrl("query_api", "cleansight");
  }

  Path data() {
    return data;
  }

  int port() {
    return server.getPort();
  }

  /** A server over that directory, which is made if absent, not started yet. */
  static io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder(Path data, int port) {
    return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setOverrideWorkingDirectory(data.resolveSibling("postgres-binaries").toFile())
        .setCleanDataDirectory(false)
        // Whoever started it stops it, after those who still write to it.
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(PATIENCE)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "100")
        .setServerConfig("timezone", "UTC");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void prepare(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server)
      throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_reader') THEN
              CREATE ROLE cleansight_reader NOLOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'query_api') THEN
              CREATE ROLE query_api LOGIN IN ROLE cleansight_reader;
            END IF;
          END $$""");
      try (var found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = 'cleansight'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE cleansight");
    }
  }
}
