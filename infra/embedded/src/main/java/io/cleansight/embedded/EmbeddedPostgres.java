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

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server, with a database {@code cleansight} and a login {@code query_api} that
   * belongs to the group of readers.
   *
   * @param data directory of its own, made if absent
   */
  public static EmbeddedPostgres start(Path data, int port) throws IOException, SQLException {
    var server =
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
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
            .setServerConfig("timezone", "UTC")
            .start();
    prepare(server);
    return new EmbeddedPostgres(server);
  }

  /** For the owner of the tables. */
  public String ownerUrl() {
    return server.getJdbcUrl("postgres", "cleansight");
  }

  /** For who may only read. */
  public String readerUrl() {
    return server.getJdbcUrl("query_api", "cleansight");
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
