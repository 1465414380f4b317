package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.erasure.ErasedDays;
import io.cleansight.persistence.erasure.Eraser;
import io.cleansight.persistence.once.Horizon;
import io.cleansight.persistence.once.LongTransaction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes days of records out of the database into files, and back. For one thread at a time. */
@Component
class RecordArchive implements ErasedDays {
  private static final Logger log = LoggerFactory.getLogger(RecordArchive.class);

  /** Between the day's end of being written to and its leaving. */
  private static final Duration GRACE = Duration.ofHours(1);

  /** A day stays while it has a violation that is held: its records are part of what is held. */
  private static final String DUE =
      """
      SELECT day FROM (
        SELECT to_date(right(relation.relname, 8), 'YYYYMMDD') AS day
        FROM pg_inherits JOIN pg_class relation ON relation.oid = inhrelid
        WHERE inhparent = 'detection_records'::regclass) AS partition
      WHERE day < :before
        AND NOT EXISTS (
          SELECT FROM violation_events
          WHERE legal_hold AND timestamp < (day + 1)::timestamp AT TIME ZONE 'UTC'
            AND COALESCE(closed_at, timestamp) >= day::timestamp AT TIME ZONE 'UTC')
        AND NOT EXISTS (
          SELECT FROM archived_days WHERE archived_days.day = partition.day AND restored_at > :restored)
      ORDER BY day
      """;

  /** A day that is back in the database stays in the archive until it has left again. */
  private static final String ARCHIVED_DUE =
      "SELECT day FROM archived_days WHERE day < :before AND restored_at IS NULL ORDER BY day";

  private static final String COPY_OUT =
      "COPY (SELECT * FROM %s ORDER BY timestamp, id) TO STDOUT WITH (FORMAT csv, HEADER)";

  private static final String NOTE =
      """
      INSERT INTO archived_days AS archived (day, file, rows, sha256) VALUES (:day, :file, :rows, :sha256)
      ON CONFLICT (day) DO UPDATE SET
        file = EXCLUDED.file, rows = EXCLUDED.rows, sha256 = EXCLUDED.sha256, archived_at = now(), restored_at = NULL
      """;
  private static final String NOTE_RESTORED =
      """
      INSERT INTO archived_days (day, file, rows, sha256, restored_at) VALUES (:day, :file, :rows, :sha256, now())
      ON CONFLICT (day) DO UPDATE SET restored_at = now()
      """;

  private final RetentionProperties properties;
  private final Horizon horizon;
  private final DayPartitions partitions;
  private final JdbcTemplate jdbc;
  private final JdbcClient client;
  private final LongTransaction transactions;
  private final Clock clock;

  RecordArchive(
      RetentionProperties properties,
      Horizon horizon,
      DayPartitions partitions,
      JdbcTemplate jdbc,
      JdbcClient client,
      LongTransaction transactions,
      Clock clock) {
    this.properties = properties;
    this.horizon = horizon;
    this.partitions = partitions;
    this.jdbc = jdbc;
    this.client = client;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The days that are to leave, oldest first. */
  List<LocalDate> due() {
    if (properties.records().isZero()) {
      return List.of();
    }
    Instant now = clock.instant();
    return client
        .sql(DUE)
        .param("before", DayPartitions.dayOf(horizon.before(now.minus(GRACE))))
        .param("restored", now.minus(properties.restored()).atOffset(UTC))
        .query(LocalDate.class)
        .list();
  }

  /** The days that are to leave the archive, oldest first. */
  List<LocalDate> archivedDue() {
    if (properties.archive() == null || properties.archived().isZero()) {
      return List.of();
    }
    return client
        .sql(ARCHIVED_DUE)
        .param("before", DayPartitions.dayOf(clock.instant().minus(properties.archived())))
        .query(LocalDate.class)
        .list();
  }

  @Override
  public long erase(UUID erasure, Instant from, Instant to) {
    Path directory = properties.archive();
    if (directory == null) {
      return 0;
    }
    List<LocalDate> days =
        client
            .sql("SELECT day FROM archived_days WHERE day BETWEEN :from AND :to ORDER BY day")
            .param("from", DayPartitions.dayOf(from))
            .param("to", DayPartitions.dayOf(to))
            .query(LocalDate.class)
            .list();
    return days.stream().mapToLong(day -> erase(erasure, directory, day)).sum();
  }

  /** By way of a table of its own, as no line of CSV ends at a line's end for sure. */
  private long erase(UUID erasure, Path directory, LocalDate day) {
    DayFile file = DayFile.of(directory, day);
    String table = "erasing_" + DayPartitions.nameOf(day);
    try {
      file.verified();
      client.sql("CREATE TEMP TABLE " + table + " (LIKE detection_records)").update();
      copy(
          connection -> {
            try (var csv = file.csv()) {
              return connection
                  .getCopyAPI()
                  .copyIn("COPY " + table + " FROM STDIN WITH (FORMAT csv, HEADER match)", csv);
            }
          });
      int erased = client.sql(Eraser.SEEN.formatted(table)).param("erasure", erasure).update();
      if (erased > 0) {
        var manifest =
            file.write(
                day,
                csv ->
                    copy(
                        connection ->
                            connection.getCopyAPI().copyOut(COPY_OUT.formatted(table), csv)));
        client
            .sql("UPDATE archived_days SET rows = :rows, sha256 = :sha256 WHERE day = :day")
            .param("rows", manifest.rows())
            .param("sha256", manifest.sha256())
            .param("day", day)
            .update();
      }
      client.sql("DROP TABLE " + table).update();
      return erased;
    } catch (IOException e) {
      throw new UncheckedIOException("records could not be erased from the archived " + day, e);
    }
  }

  /** Deletes a day's file. */
  void takeOutOfArchive(LocalDate day) {
    try {
      DayFile.of(Objects.requireNonNull(properties.archive()), day).delete();
    } catch (IOException e) {
      throw new UncheckedIOException("the archived records of " + day + " could not be deleted", e);
    }
    client.sql("DELETE FROM archived_days WHERE day = :day").param("day", day).update();
    log.info("Records of {} left the archive", day);
  }

  long rowsOf(LocalDate day) {
    return transactions.run(() -> countOf(day));
  }

  private long countOf(LocalDate day) {
    return client
        .sql("SELECT count(*) FROM " + DayPartitions.nameOf(day))
        .query(Long.class)
        .single();
  }

  /**
   * Archives a day, if there is an archive, and drops it; it is dropped only as it was archived.
   */
  void takeOut(LocalDate day) {
    Path directory = properties.archive();
    DayFile.@Nullable Manifest manifest = directory == null ? null : write(directory, day);
    transactions.run(
        () -> {
          String table = DayPartitions.nameOf(day);
          // Rather not today than everybody waiting behind this.
          client.sql("SET LOCAL lock_timeout = '2s'").update();
          client.sql("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE").update();
          if (manifest != null) {
            long rows = countOf(day);
            if (rows != manifest.rows()) {
              throw new IllegalStateException(
                  "%s has %d rows, but %d were archived; it stays"
                      .formatted(table, rows, manifest.rows()));
            }
            note(NOTE, manifest);
          }
          partitions.drop(day);
          return table;
        });
    partitions.forget(day);
    log.info(
        "Records of {} left the database{}",
        day,
        manifest == null
            ? " without being archived"
            : ": " + manifest.rows() + " rows in " + manifest.file());
  }

  /**
   * Puts a day back, all of it or nothing.
   *
   * @throws IOException if the file is not what its manifest says
   */
  DayFile.Manifest putBack(Path file) throws IOException {
    DayFile day = DayFile.at(file);
    DayFile.Manifest manifest = day.verified();
    partitions.make(List.of(manifest.day()));
    transactions.run(
        () -> {
          String table = DayPartitions.nameOf(manifest.day());
          long present = countOf(manifest.day());
          if (present > 0) {
            throw new IllegalStateException(table + " has " + present + " rows already");
          }
          long rows =
              copy(
                  connection -> {
                    try (var csv = day.csv()) {
                      return connection
                          .getCopyAPI()
                          .copyIn(
                              "COPY " + table + " FROM STDIN WITH (FORMAT csv, HEADER match)", csv);
                    }
                  });
          if (rows != manifest.rows()) {
            throw new IllegalStateException(
                "%s holds %d rows, its manifest says %d".formatted(file, rows, manifest.rows()));
          }
          // The file may be a copy from before something of it was erased.
          client
              .sql("SELECT id FROM erasures")
              .query(UUID.class)
              .list()
              .forEach(
                  it -> client.sql(Eraser.SEEN.formatted(table)).param("erasure", it).update());
          note(NOTE_RESTORED, manifest);
          return rows;
        });
    return manifest;
  }

  private DayFile.Manifest write(Path directory, LocalDate day) {
    String copy = COPY_OUT.formatted(DayPartitions.nameOf(day));
    try {
      return DayFile.of(directory, day)
          .write(
              day,
              (OutputStream csv) ->
                  transactions.run(
                      () -> copy(connection -> connection.getCopyAPI().copyOut(copy, csv))));
    } catch (IOException e) {
      throw new UncheckedIOException("the records of " + day + " could not be archived", e);
    }
  }

  private void note(String sql, DayFile.Manifest manifest) {
    client
        .sql(sql)
        .param("day", manifest.day())
        .param("file", manifest.file())
        .param("rows", manifest.rows())
        .param("sha256", manifest.sha256())
        .update();
  }

  @FunctionalInterface
  private interface Copy {
    long run(PGConnection connection) throws SQLException, IOException;
  }

  private long copy(Copy copy) {
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<Long>)
                (Connection connection) -> {
                  try {
                    return copy.run(connection.unwrap(PGConnection.class));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }
}
