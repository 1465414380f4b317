package io.cleansight.persistence.retention;

import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.erasure.ErasedDataStore;
import io.cleansight.persistence.erasure.ErasedDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;
import org.springframework.stereotype.Component;

/** Takes what erasures cover out of archived days. For one thread at a time. */
@Component
@NotThreadSafe
class ArchiveEraser implements ErasedDays {
  private final RetentionProperties properties;
  private final ArchivedDayStore days;
  private final RecordTableStore tables;
  private final ErasedDataStore erased;

  ArchiveEraser(
      RetentionProperties properties,
      ArchivedDayStore days,
      RecordTableStore tables,
      ErasedDataStore erased) {
    this.properties = properties;
    this.days = days;
    this.tables = tables;
    this.erased = erased;
  }

  @Override
  public long erase(UUID erasure, Instant from, Instant to) {
    Path directory = properties.archive();
    return directory == null
        ? 0
        : days.between(DayPartitions.dayOf(from), DayPartitions.dayOf(to)).stream()
            .mapToLong(day -> erase(erasure, directory, day))
            .sum();
  }

  /** By way of a table of its own, as no line of CSV ends at a line's end for sure. */
  private long erase(UUID erasure, Path directory, LocalDate day) {
    DayFile file = DayFile.of(directory, day);
    String table = "erasing_" + DayPartitions.nameOf(day);
    try {
      file.verified();
      tables.makeTemporary(table);
      tables.copyIn(table, file::csv);
      int rows = erased.erase(table, erasure);
      if (rows > 0) {
        days.writtenAnew(file.write(day, csv -> tables.copyOut(table, csv)));
      }
      tables.drop(table);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("records could not be erased from the archived " + day, e);
    }
  }
}
