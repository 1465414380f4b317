package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import io.cleansight.snapshot.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets old pictures go, by age and by the size of all; never one of a violation that is held. A
 * picture is first said to be gone, then taken from its store: what the pages promise is there.
 */
@Component
class EvidenceRetention {
  private static final Logger log = LoggerFactory.getLogger(EvidenceRetention.class);
  private static final int AT_ONCE = 500;
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final String DUE =
      """
      SELECT violation_id, captured_at, bytes FROM (
        SELECT violation_id, captured_at, bytes, sum(bytes) OVER (ORDER BY captured_at DESC, violation_id) AS newer
        FROM violation_snapshots WHERE state = 'present') AS picture
      WHERE (captured_at < :before OR newer > :size)
        AND NOT EXISTS (SELECT FROM violation_events WHERE id = violation_id AND legal_hold)
      ORDER BY captured_at LIMIT :limit
      """;
  private static final String EXPIRE =
      """
      UPDATE violation_snapshots SET state = 'expired', thumbnail = NULL
      WHERE violation_id IN (:ids) AND state = 'present'
        AND NOT EXISTS (SELECT FROM violation_events WHERE id = violation_id AND legal_hold)
      """;
  private static final String SAY_SO =
      """
      UPDATE violation_events SET snapshot_state = 'expired', snapshot_path = NULL
      WHERE id IN (SELECT violation_id FROM violation_snapshots WHERE violation_id IN (:ids) AND state = 'expired')
      """;
  private static final String LEAVING =
      """
      SELECT violation_id, path, store FROM violation_snapshots
      WHERE state = 'expired' AND path IS NOT NULL LIMIT :limit
      """;
  private static final String LEFT =
      "UPDATE violation_snapshots SET path = NULL, store = NULL WHERE violation_id = :id";

  private final RetentionProperties properties;
  private final Snapshots snapshots;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  EvidenceRetention(
      RetentionProperties properties,
      Snapshots snapshots,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.properties = properties;
    this.snapshots = snapshots;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A picture that is to go. */
  record Picture(UUID violationId, Instant capturedAt, long bytes) {}

  private record Leaving(UUID violationId, String path, String store) {}

  /** The oldest pictures that are to go, so many at most. */
  List<Picture> due(int limit) {
    boolean byAge = !properties.evidence().isZero();
    long size = properties.evidenceSize().toBytes();
    if (!byAge && size == 0) {
      return List.of();
    }
    Instant before = clock.instant().minus(byAge ? properties.evidence() : FOR_EVER);
    return jdbc.sql(DUE)
        .param("before", before.atOffset(UTC))
        .param("size", size == 0 ? Long.MAX_VALUE : size)
        .param("limit", limit)
        .query(Picture.class)
        .list();
  }

  /** Lets all that is due go, a few at a time. */
  void letGo() {
    List<UUID> ids = ids(due(AT_ONCE));
    while (!ids.isEmpty()) {
      List<UUID> these = ids;
      int expired = expire(these);
      log.info("{} pictures of violations have reached their age or the limit of size", expired);
      ids = expired == 0 ? List.of() : ids(due(AT_ONCE));
    }
    emptyStores();
  }

  /** Lets the pictures of these go, of whatever age; they have left their store when it returns. */
  void letGo(List<UUID> violations) {
    expire(violations);
    emptyStores();
  }

  private static List<UUID> ids(List<Picture> pictures) {
    return pictures.stream().map(Picture::violationId).toList();
  }

  private int expire(List<UUID> ids) {
    Integer expired =
        transactions.execute(
            _ -> {
              int rows = jdbc.sql(EXPIRE).param("ids", ids).update();
              jdbc.sql(SAY_SO).param("ids", ids).update();
              return rows;
            });
    return expired == null ? 0 : expired;
  }

  private void emptyStores() {
    List<Leaving> leaving = leaving();
    while (!leaving.isEmpty()) {
      for (Leaving picture : leaving) {
        snapshots.remove(picture.store(), picture.path());
        jdbc.sql(LEFT).param("id", picture.violationId()).update();
      }
      leaving = leaving();
    }
  }

  private List<Leaving> leaving() {
    return jdbc.sql(LEAVING).param("limit", AT_ONCE).query(Leaving.class).list();
  }
}
