package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.StandbyPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL, to be stopped as by a power cut and started again. */
final class Database implements AutoCloseable {
  private static final String TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%' AND tablename !~ '_[0-9]{8}$' ORDER BY 1";

  private static final String WHEN_WRITTEN =
      "ARRAY['created_at', 'updated_at', 'applied_at', 'archived_at', 'due_at']";

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

  /** The same server, another database, which is made empty. */
  String create(String name) throws SQLException {
    execute("CREATE DATABASE " + name);
    return url().replace("/cleansight?", "/" + name + "?");
  }

  int port() {
    return port;
  }

  StandbyPostgres standby(Path copy) throws IOException, SQLException {
    return postgres.standby(copy, Ports.anyFree());
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
    try (Connection connection = connect(writing)) {
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
    signal(postmaster, signal);
    for (ProcessHandle it : postmaster.descendants().toList()) {
      signal(it, signal);
    }
  }

  /** One that has just ended needs no signal. */
  private static void signal(ProcessHandle process, String signal) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(code == 0 || !process.isAlive()).isTrue();
  }

  /** Keeps what is there now; the server is away meanwhile. */
  void backUp(Path backup) throws Exception {
    stopImmediately();
    copy(data, backup);
    startAgain();
  }

  /** As it was when it was backed up; the server is away meanwhile. */
  void restore(Path backup) throws Exception {
    stopImmediately();
    FileSystemUtils.deleteRecursively(data);
    copy(backup, data);
    startAgain();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
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
    return rows(url(), query);
  }

  static List<String> rows(String url, String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (Connection connection = connect(url);
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
    try (Connection connection = connect(url())) {
      connection.createStatement().execute(statement);
    }
  }

  /**
   * A server that does not answer fails the test that asks, and does not hold up those after it.
   */
  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url + "&connectTimeout=10&socketTimeout=30");
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

  /** Every row of every table, moments of writing left out. */
  static SortedMap<String, List<String>> contents(String url) throws SQLException {
    var contents = new TreeMap<String, List<String>>();
    for (String table : rows(url, TABLES)) {
      contents.put(
          table,
          rows(url, "SELECT (to_jsonb(t) - %s)::text FROM %s t".formatted(WHEN_WRITTEN, table))
              .stream()
              .sorted()
              .toList());
    }
    return contents;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
