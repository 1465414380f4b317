package io.cleansight.persistence.retention;

import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.once.Horizon;
import io.cleansight.persistence.once.LongTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes days of records out of the database into files. For one thread at a time. */
@Component
@NotThreadSafe
class RecordArchive {
  private static final Logger log = LoggerFactory.getLogger(RecordArchive.class);

  /** Between the day's end of being written to and its leaving. */
  private static final Duration GRACE = Duration.ofHours(1);

  private final RetentionProperties properties;
  private final Horizon horizon;
  private final DayPartitions partitions;
  private final ArchivedDayStore days;
  private final RecordTableStore tables;
  private final LongTransaction transactions;
  private final Clock clock;

  RecordArchive(
      RetentionProperties properties,
      Horizon horizon,
      DayPartitions partitions,
      ArchivedDayStore days,
      RecordTableStore tables,
      LongTransaction transactions,
      Clock clock) {
    this.properties = properties;
    this.horizon = horizon;
    this.partitions = partitions;
    this.days = days;
    this.tables = tables;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The days that are to leave, oldest first. */
  List<LocalDate> due() {
    if (properties.records().isZero()) {
      return List.of();
    }
    Instant now = clock.instant();
    return days.due(
        DayPartitions.dayOf(horizon.before(now.minus(GRACE))), now.minus(properties.restored()));
  }

  /** The days that are to leave the archive, oldest first. */
  List<LocalDate> archivedDue() {
    return properties.archive() == null || properties.archived().isZero()
        ? List.of()
        : days.archivedDue(DayPartitions.dayOf(clock.instant().minus(properties.archived())));
  }

  /** Deletes a day's file. */
  void takeOutOfArchive(LocalDate day) {
    try {
      DayFile.of(Objects.requireNonNull(properties.archive()), day).delete();
    } catch (IOException e) {
      throw new UncheckedIOException("the archived records of " + day + " could not be deleted", e);
    }
    days.forget(day);
    log.info("Records of {} left the archive", day);
  }

  long rowsOf(LocalDate day) {
    return transactions.run(() -> tables.count(DayPartitions.nameOf(day)));
  }

  /**
   * Archives a day, if there is an archive, and drops it; it is dropped only as it was archived.
   */
  void takeOut(LocalDate day) {
    Path directory = properties.archive();
    DayFile.@Nullable Manifest manifest = directory == null ? null : write(directory, day);
    transactions.run(() -> drop(day, manifest));
    partitions.forget(day);
    log.info(
        "Records of {} left the database{}",
        day,
        manifest == null
            ? " without being archived"
            : ": " + manifest.rows() + " rows in " + manifest.file());
  }

  private DayFile.Manifest write(Path directory, LocalDate day) {
    String table = DayPartitions.nameOf(day);
    try {
      return DayFile.of(directory, day)
          .write(day, csv -> transactions.run(() -> tables.copyOut(table, csv)));
    } catch (IOException e) {
      throw new UncheckedIOException("the records of " + day + " could not be archived", e);
    }
  }

  /** Returns the name of its table. */
  private String drop(LocalDate day, DayFile.@Nullable Manifest manifest) {
    String table = DayPartitions.nameOf(day);
    tables.lock(table);
    if (manifest != null) {
      long rows = tables.count(table);
      if (rows != manifest.rows()) {
        throw new IllegalStateException(
            "%s has %d rows, but %d were archived; it stays"
                .formatted(table, rows, manifest.rows()));
      }
      days.archived(manifest);
    }
    partitions.drop(day);
    return table;
  }
}
