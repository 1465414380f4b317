package io.cleansight.persistence.retention;

import io.cleansight.persistence.audit.AuditChain;
import io.cleansight.persistence.detection.RunProgressStore;
import io.cleansight.persistence.once.AppliedCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the record from growing without end; of several instances, one at a time. */
@Component
public class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /** Any number that nobody else uses for an advisory lock. */
  private static final long LOCK = 0x636c65616e736768L;

  private static final int SHOWN = 20;

  private final RecordArchive records;
  private final EvidenceRetention evidence;
  private final RowRetention rows;
  private final AuditChain audit;
  private final AppliedCommands commands;
  private final RunProgressStore runs;
  private final RetentionProperties properties;
  private final Clock clock;
  private final JdbcTemplate jdbc;

  Retention(
      RecordArchive records,
      EvidenceRetention evidence,
      RowRetention rows,
      AuditChain audit,
      AppliedCommands commands,
      RunProgressStore runs,
      RetentionProperties properties,
      Clock clock,
      JdbcTemplate jdbc) {
    this.records = records;
    this.evidence = evidence;
    this.rows = rows;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
    this.commands = commands;
    this.runs = runs;
    this.jdbc = jdbc;
  }

  /** What would go now, in words. */
  public List<String> wouldGo() {
    var lines = new ArrayList<String>();
    for (LocalDate day : records.due()) {
      lines.add("records of %s: %d rows".formatted(day, records.rowsOf(day)));
    }
    var pictures = evidence.due(Integer.MAX_VALUE);
    pictures.stream()
        .limit(SHOWN)
        .forEach(
            it ->
                lines.add(
                    "picture of violation %s, %d bytes, taken %s"
                        .formatted(it.violationId(), it.bytes(), it.capturedAt())));
    if (!pictures.isEmpty()) {
      lines.add(
          "%d pictures, %d bytes in all"
              .formatted(
                  pictures.size(),
                  pictures.stream().mapToLong(EvidenceRetention.Picture::bytes).sum()));
    }
    for (LocalDate day : records.archivedDue()) {
      lines.add("archived records of %s".formatted(day));
    }
    lines.addAll(rows.wouldGo());
    return lines;
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
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              try (var lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)");
                  var unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
                lock.setLong(1, LOCK);
                unlock.setLong(1, LOCK);
                try (var result = lock.executeQuery()) {
                  if (!result.next() || !result.getBoolean(1)) {
                    return false;
                  }
                }
                try {
                  records.due().forEach(records::takeOut);
                  records.archivedDue().forEach(records::takeOutOfArchive);
                  evidence.letGo();
                  rows.letGo();
                  letAuditGo();
                  commands.letGo();
                  runs.forget();
                } finally {
                  unlock.execute();
                }
                return true;
              }
            });
  }

  /** Puts a day back from its file; says which day, of how many rows. */
  public String putBack(Path file) throws IOException {
    var manifest = Objects.requireNonNull(records.putBack(file));
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
