package io.cleansight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * PostgreSQL 16 as a child process on loopback, fsync on; continues on the data it finds, adopts
 * its own orphan.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** May do everything; no service logs in so. */
  public static final String SUPERUSER = "postgres";

  /** Owns the database and migrates it. */
  public static final String MIGRATOR = "cleansight_migrator";

  /** Writes rows. */
  public static final String WRITER = "persistence_service";

  /** Reads. */
  public static final String READER = "query_api";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DATABASE = "cleansight";

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
  private final Path data;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * Starts a server that believes whoever comes, with a database {@code cleansight} and the logins
   * of {@code infra/postgres/roles.sql}.
   *
   * @param data directory of its own, made if absent
   */
  public static EmbeddedPostgres start(Path data, int port) throws IOException, SQLException {
    return start(data, port, ServerSecurity.NONE);
  }

  /**
   * The same that asks for passwords.
   *
   * @param security with the passwords of all four logins; data that was made with passwords is
   *     continued on with the same of {@link #SUPERUSER}, the others may change
   */
  public static EmbeddedPostgres start(Path data, int port, ServerSecurity security)
      throws IOException, SQLException {
    var builder = builder(data, port);
    String password = security.passwords().get(SUPERUSER);
    Path passwordFile = null;
    if (security.tls() != null) {
      encrypt(builder, security.tls(), data);
    }
    if (password != null) {
      builder.setConnectConfig("password", password);
      if (Files.notExists(data.resolve("PG_VERSION"))) {
        passwordFile = secret(data.resolveSibling("postgres-password"), password);
        // Options of initdb: no moment is without a password.
        builder
            .setLocaleConfig("pwfile", passwordFile.toString())
            .setLocaleConfig("auth", "scram-sha-256");
      }
    }
    try {
      var server = builder.start();
      // It is unpacked for everybody of the group; once for all servers of a process.
      if (Files.exists(binaries(data))) {
        Files.setPosixFilePermissions(binaries(data), PosixFilePermissions.fromString("rwx------"));
      }
      prepare(server, security.passwords());
      return new EmbeddedPostgres(server, data);
    } finally {
      if (passwordFile != null) {
        Files.delete(passwordFile);
      }
    }
  }

  /** Before the first password is sent, and to nobody in plain text. */
  private static void encrypt(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder,
      Certificates.Certified certified,
      Path data)
      throws IOException {
    builder
        .setServerConfig("ssl", "on")
        .setServerConfig("ssl_cert_file", certified.certificate().toString())
        .setServerConfig("ssl_key_file", certified.key().toString())
        .setServerConfig("hba_file", onlyEncrypted(data).toString());
    builder.setConnectConfig("sslmode", "require");
  }

  /**
   * Starts a second server, a copy of this one that follows it by streaming replication.
   *
   * @param copy its directory, which must not be there yet
   */
  public StandbyPostgres standby(Path copy, int port) throws IOException, SQLException {
    return StandbyPostgres.of(this, copy, port);
  }

  /** Without a login. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
  }

  /** For who may do everything, where no password is asked for. */
  public String ownerUrl() {
    return server.getJdbcUrl(SUPERUSER, DATABASE);
  }

  /** For who may write rows, where no password is asked for. */
  public String writerUrl() {
    return server.getJdbcUrl(WRITER, DATABASE);
  }

  /** For who may only read, where no password is asked for. */
  public String readerUrl() {
    return server.getJdbcUrl(READER, DATABASE);
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
        .setOverrideWorkingDirectory(binaries(data).toFile())
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

  private static void prepare(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Map<String, String> passwords)
      throws SQLException, IOException {
    createDatabase(server);
    try (Connection connection = server.getDatabase(SUPERUSER, DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(roles());
      for (var login : passwords.entrySet()) {
        // Of a failed statement the log would keep the password.
        statement.execute("SET log_min_error_statement = panic");
        statement.execute(
            "ALTER ROLE %s PASSWORD %s"
                .formatted(
                    statement.enquoteIdentifier(login.getKey(), true),
                    statement.enquoteLiteral(login.getValue())));
      }
    }
  }

  private static void createDatabase(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server)
      throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var found =
            statement.executeQuery("SELECT FROM pg_database WHERE datname = 'cleansight'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
  }

  private static Path binaries(Path data) {
    return data.resolveSibling("postgres-binaries");
  }

  private static String roles() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(EmbeddedPostgres.class.getResourceAsStream("/postgres/roles.sql"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  /** Whom the server lets in: who encrypts and has a password. */
  private static Path onlyEncrypted(Path data) throws IOException {
    Files.createDirectories(data.toAbsolutePath().getParent());
    return Files.writeString(
        data.resolveSibling("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
  }

  private static Path secret(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text + "\n");
  }
}
