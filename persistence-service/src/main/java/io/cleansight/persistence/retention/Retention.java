package io.cleansight.persistence.retention;

import io.cleansight.persistence.audit.AuditChain;
import io.cleansight.persistence.detection.RunProgressStore;
import io.cleansight.persistence.once.AppliedCommandStore;
import io.cleansight.persistence.retention.ExpiredPictureStore.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the record from growing without end; of several instances, one at a time. */
@Component
public class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private static final int SHOWN = 20;

  private final RecordArchive records;
  private final RecordRestore restore;
  private final EvidenceRetention evidence;
  private final RecordingRetention recordings;
  private final RowRetention rows;
  private final AuditChain audit;
  private final AppliedCommandStore commands;
  private final RunProgressStore runs;
  private final RetentionProperties properties;
  private final Clock clock;
  private final RetentionLockStore lock;

  Retention(
      RecordArchive records,
      RecordRestore restore,
      EvidenceRetention evidence,
      RecordingRetention recordings,
      RowRetention rows,
      AuditChain audit,
      AppliedCommandStore commands,
      RunProgressStore runs,
      RetentionProperties properties,
      Clock clock,
      RetentionLockStore lock) {
    this.records = records;
    this.restore = restore;
    this.evidence = evidence;
    this.recordings = recordings;
    this.rows = rows;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
    this.commands = commands;
    this.runs = runs;
    this.lock = lock;
  }

  /** What would go now, in words. */
  public List<String> wouldGo() {
    var lines = new ArrayList<String>();
    for (LocalDate day : records.due()) {
      lines.add("records of %s: %d rows".formatted(day, records.rowsOf(day)));
    }
    lines.addAll(picturesThatWouldGo());
    lines.addAll(recordings.wouldGo());
    for (LocalDate day : records.archivedDue()) {
      lines.add("archived records of %s".formatted(day));
    }
    lines.addAll(rows.wouldGo());
    return lines;
  }

  /** The oldest, each in a line, and one more for all of them; nothing if there are none. */
  private List<String> picturesThatWouldGo() {
    List<Picture> pictures = evidence.due(Integer.MAX_VALUE);
    if (pictures.isEmpty()) {
      return List.of();
    }
    long bytes = pictures.stream().mapToLong(Picture::bytes).sum();
    return Stream.concat(
            pictures.stream().limit(SHOWN).map(Retention::line),
            Stream.of("%d pictures, %d bytes in all".formatted(pictures.size(), bytes)))
        .toList();
  }

  private static String line(Picture picture) {
    return "picture of violation %s, %d bytes, taken %s"
        .formatted(picture.violationId(), picture.bytes(), picture.capturedAt());
  }

  private void letAuditGo() {
    if (!properties.audit().isZero()) {
      long lines = audit.letGo(clock.instant().minus(properties.audit()));
      if (lines > 0) {
        log.info("{} lines of the audit have reached their age", lines);
      }
    }
  }

  /**
   * Lets go what is due, unless another instance is at it; a day that fails waits for next time.
   */
  public void letGo() {
    lock.alone(this::letDueGo);
  }

  private void letDueGo() {
    records.due().forEach(records::takeOut);
    records.archivedDue().forEach(records::takeOutOfArchive);
    evidence.letGo();
    recordings.letGo();
    rows.letGo();
    letAuditGo();
    commands.letGo();
    runs.forget();
  }

  /** Puts a day back from its file; says which day, of how many rows. */
  public String putBack(Path file) throws IOException {
    DayFile.Manifest manifest = restore.putBack(file);
    return "records of %s: %d rows are back".formatted(manifest.day(), manifest.rows());
  }

  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "${persistence.retention.every:1h}")
  void everySoOften() {
    try {
      letGo();
    } catch (DataAccessException | IllegalStateException | java.io.UncheckedIOException e) {
      log.warn("What is due to go stays until next time: {}", e.getMessage());
    }
  }
}
