package io.cleansight.persistence.retention;

import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.erasure.ErasedDataStore;
import io.cleansight.persistence.once.LongTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jcip.annotations.NotThreadSafe;
import org.springframework.stereotype.Component;

/** Puts archived days of records back into the database. For one thread at a time. */
@Component
@NotThreadSafe
class RecordRestore {
  private final DayPartitions partitions;
  private final ArchivedDayStore days;
  private final RecordTableStore tables;
  private final ErasedDataStore erased;
  private final LongTransaction transactions;

  RecordRestore(
      DayPartitions partitions,
      ArchivedDayStore days,
      RecordTableStore tables,
      ErasedDataStore erased,
      LongTransaction transactions) {
    this.partitions = partitions;
    this.days = days;
    this.tables = tables;
    this.erased = erased;
    this.transactions = transactions;
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
    transactions.run(() -> fill(file, day, manifest));
    return manifest;
  }

  /** Returns how many rows the file holds. */
  private long fill(Path file, DayFile day, DayFile.Manifest manifest) {
    String table = DayPartitions.nameOf(manifest.day());
    long present = tables.count(table);
    if (present > 0) {
      throw new IllegalStateException(table + " has " + present + " rows already");
    }
    long rows = tables.copyIn(table, day::csv);
    if (rows != manifest.rows()) {
      throw new IllegalStateException(
          "%s holds %d rows, its manifest says %d".formatted(file, rows, manifest.rows()));
    }
    // The file may be a copy from before something of it was erased.
    erased.eraseAll(table);
    days.restored(manifest);
    return rows;
  }
}
