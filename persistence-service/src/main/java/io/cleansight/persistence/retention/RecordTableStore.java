package io.cleansight.persistence.retention;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A table of records as a whole, written as CSV and read from it. */
@Repository
class RecordTableStore {
  private final JdbcTemplate template;
  private final JdbcClient jdbc;

  RecordTableStore(JdbcTemplate template, JdbcClient jdbc) {
    this.template = template;
    this.jdbc = jdbc;
  }

  /** CSV that is opened when it is read. */
  @FunctionalInterface
  interface Csv {
    InputStream open() throws IOException;
  }

  @FunctionalInterface
  private interface Copy {
    long run(CopyManager copies) throws SQLException, IOException;
  }

  long count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  /**
   * Locks it against everybody, within a transaction; fails rather than having all of them wait
   * behind this for more than two seconds.
   */
  void lock(String table) {
    jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
    jdbc.sql("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE").update();
  }

  /** Makes an empty one that nobody else sees. */
  void makeTemporary(String table) {
    jdbc.sql("CREATE TEMP TABLE " + table + " (LIKE detection_records)").update();
  }

  void drop(String table) {
    jdbc.sql("DROP TABLE " + table).update();
  }

  /** Returns how many rows were written. */
  long copyOut(String table, OutputStream csv) {
    String sql =
        "COPY (SELECT * FROM %s ORDER BY timestamp, id) TO STDOUT WITH (FORMAT csv, HEADER)"
            .formatted(table);
    return copy(copies -> copies.copyOut(sql, csv));
  }

  /** Returns how many rows were read. */
  long copyIn(String table, Csv csv) {
    String sql = "COPY " + table + " FROM STDIN WITH (FORMAT csv, HEADER match)";
    return copy(
        copies -> {
          try (var rows = csv.open()) {
            return copies.copyIn(sql, rows);
          }
        });
  }

  private long copy(Copy copy) {
    return Objects.requireNonNull(
        template.execute(
            (ConnectionCallback<Long>)
                (Connection connection) -> {
                  try {
                    return copy.run(connection.unwrap(PGConnection.class).getCopyAPI());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }
}
