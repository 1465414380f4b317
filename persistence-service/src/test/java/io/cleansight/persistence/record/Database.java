package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, to be stopped as by a power cut and started again. */
final class Database implements AutoCloseable {
  private static final String TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%' ORDER BY 1";

  private final Path data;
  private final int port;
  private EmbeddedPostgres postgres;

  Database(Path data, int port) throws IOException, SQLException {
    this.data = data;
    this.port = port;
    this.postgres = EmbeddedPostgres.start(data, port);
  }

  String url() {
    return postgres.ownerUrl();
  }

  /** As {@code pg_ctl stop -m immediate} does: no goodbye, no last write. */
  void stopImmediately() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    var quit = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
    assertThat(quit.waitFor()).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.of(pid).map(it -> !it.isAlive()).orElse(true));
  }

  /** From now on it only reads, as a server does that was failed over from; or writes again. */
  void onlyRead(boolean only) throws SQLException {
    String writing = url() + "&options=-c%20default_transaction_read_only=off";
    try (Connection connection = DriverManager.getConnection(writing)) {
      var statement = connection.createStatement();
      statement.execute(
          "ALTER SYSTEM SET default_transaction_read_only = " + (only ? "on" : "off"));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  /** Connections stay open, and nobody answers: as behind a network that swallows all packets. */
  void fallSilent() throws Exception {
    signalAll("STOP");
  }

  void answerAgain() throws Exception {
    signalAll("CONT");
  }

  private void signalAll(String signal) throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(pid)));
    postmaster.descendants().map(it -> Long.toString(it.pid())).forEach(command::add);
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  void startAgain() throws IOException, SQLException {
    postgres.close(); // of its lock; the server has ended
    postgres = EmbeddedPostgres.start(data, port);
  }

  long number(String query) throws SQLException {
    return Long.parseLong(rows(query).getFirst());
  }

  /** Each row as its columns, separated by a blank. */
  List<String> rows(String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection(url());
        ResultSet result = connection.createStatement().executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  void execute(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      connection.createStatement().execute(statement);
    }
  }

  /** A hash over every row of every table, moments of writing included. */
  String hash() throws SQLException {
    var hashes = new StringBuilder();
    for (String table : rows(TABLES)) {
      hashes
          .append(table)
          .append(' ')
          .append(
              rows("SELECT md5(COALESCE(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM "
                      + table
                      + " t")
                  .getFirst())
          .append('\n');
    }
    return hashes.toString();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
