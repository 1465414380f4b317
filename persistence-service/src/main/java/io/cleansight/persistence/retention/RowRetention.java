package io.cleansight.persistence.retention;

import io.cleansight.persistence.retention.ExpiredRowStore.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets rows go that tell of people and are past their age, whole days at a time and few rows in a
 * transaction; never what is under legal hold, nor what was done on its camera on its day. Sums
 * stay.
 */
@Component
class RowRetention {
  private static final Logger log = LoggerFactory.getLogger(RowRetention.class);
  private static final int AT_ONCE = 500;

  private final RetentionProperties properties;
  private final EvidenceRetention evidence;
  private final ExpiredRowStore rows;
  private final TransactionTemplate transactions;
  private final Clock clock;

  RowRetention(
      RetentionProperties properties,
      EvidenceRetention evidence,
      ExpiredRowStore rows,
      TransactionTemplate transactions,
      Clock clock) {
    this.properties = properties;
    this.evidence = evidence;
    this.rows = rows;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What would go now, in words. */
  List<String> wouldGo() {
    var lines = new ArrayList<String>();
    for (Kind kind : kinds()) {
      long count = rows.count(kind, before(kind));
      if (count > 0) {
        lines.add("%d %s from before %s".formatted(count, kind.words(), before(kind)));
      }
    }
    return lines;
  }

  void letGo() {
    kinds().forEach(this::letGo);
  }

  private void letGo(Kind kind) {
    Instant before = before(kind);
    List<UUID> ids = rows.due(kind, before, AT_ONCE);
    while (!ids.isEmpty()) {
      List<UUID> these = ids;
      if (kind == Kind.VIOLATIONS) {
        evidence.letGo(these);
      }
      transactions.executeWithoutResult(_ -> rows.delete(kind, these, before));
      log.info("{} {} have reached their age", these.size(), kind.words());
      ids = rows.due(kind, before, AT_ONCE);
    }
  }

  /** Those that are not kept for ever. */
  private List<Kind> kinds() {
    return Stream.of(Kind.values()).filter(kind -> !period(kind).isZero()).toList();
  }

  private Duration period(Kind kind) {
    return switch (kind) {
      case VIOLATIONS, DECISIONS -> properties.violations();
      case HYGIENE, VISITS -> properties.hygiene();
      case ALERTS, SILENCES -> properties.alerts();
    };
  }

  /** A day goes whole, so that hours are either there or not. */
  private Instant before(Kind kind) {
    return clock.instant().minus(period(kind)).truncatedTo(ChronoUnit.DAYS);
  }
}
