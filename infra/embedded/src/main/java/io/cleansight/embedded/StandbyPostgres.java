package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;

/**
 * A second PostgreSQL that follows a first by streaming replication, asynchronously: read-only
 * until it is promoted.
 */
public final class StandbyPostgres implements AutoCloseable {
  /** What a copy must not have, or makes anew. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "standby.signal");

  /** Directories of which a copy needs the name alone. */
  private static final Set<String> EMPTY =
      Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_stat_tmp", "pg_subtrans");

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private StandbyPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
    this.server = server;
  }

  static StandbyPostgres of(EmbeddedPostgres primary, Path copy, int port)
      throws IOException, SQLException {
    Path data = Files.createDirectory(copy);
    backUp(primary, data);
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(primary.port()));
    Files.createFile(data.resolve("standby.signal"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    return new StandbyPostgres(EmbeddedPostgres.builder(data, port).start());
  }

  private static void backUp(EmbeddedPostgres primary, Path data) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(primary.ownerUrl());
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET wal_keep_size = '512MB'");
      statement.execute("SELECT pg_reload_conf()");
      statement.execute("SELECT pg_backup_start('standby', fast => true)");
      copy(primary.data(), data);
      try (var stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
        stopped.next();
        Files.writeString(data.resolve("backup_label"), stopped.getString(1));
      }
    }
  }

  /** For the owner of the tables. */
  public String ownerUrl() {
    return server.getJdbcUrl("postgres", "cleansight");
  }

  public int port() {
    return server.getPort();
  }

  /** From now on nothing more arrives: it lags, and does not know. */
  public void stopReceiving() throws SQLException {
    execute("ALTER SYSTEM SET primary_conninfo = ''");
    execute("SELECT pg_reload_conf()");
  }

  /** Makes it the server that writes; it is so when this returns. */
  public void promote() throws SQLException {
    execute("SELECT pg_promote(true, 60)");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(ownerUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean isWanted(Path name) {
    return !OF_THE_PROCESS.contains(name.toString()) && !EMPTY.contains(name.getName(0).toString());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path name = from.relativize(file);
            if (isWanted(name)) {
              Files.copy(file, to.resolve(name));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a temporary file of a server that runs
            }
            throw e;
          }
        });
  }
}
