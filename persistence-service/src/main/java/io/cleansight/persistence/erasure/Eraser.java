package io.cleansight.persistence.erasure;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.AuditEntry;
import io.cleansight.persistence.once.LongTransaction;
import io.cleansight.snapshot.Snapshots;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.KafkaException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases what was there when an erasure came, and says in the audit how much that was; however
 * often it is said, it is one line. Of several instances one does it.
 */
@Component
public class Eraser {
  private static final Logger log = LoggerFactory.getLogger(Eraser.class);
  private static final int AT_ONCE = 500;

  private static final String NEXT =
      """
      SELECT id, array_to_string(camera_ids, ', ') AS cameras, from_at, to_at, requested_by, jsonb_array_length(kept) AS kept
      FROM erasures WHERE applied_at IS NULL ORDER BY requested_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private static final String VIOLATIONS =
      """
      INSERT INTO erased_violations (id)
      SELECT violation.id FROM violation_events AS violation JOIN erasures AS erasure ON erasure.id = :erasure
      WHERE violation.camera_id = ANY (erasure.camera_ids)
        AND violation.timestamp >= erasure.from_at AND violation.timestamp < erasure.to_at
        AND NOT erasure.kept @> jsonb_build_array(jsonb_build_object('violation_id', violation.id))
      ON CONFLICT DO NOTHING
      """;
  private static final String PICTURES =
      """
      WITH gone AS (
        DELETE FROM violation_snapshots WHERE violation_id IN (SELECT id FROM erased_violations) RETURNING path, store)
      INSERT INTO leaving_pictures (path, store)
      SELECT path, store FROM gone WHERE path IS NOT NULL AND store IS NOT NULL ON CONFLICT DO NOTHING
      """;
  private static final String DECISIONS =
      "DELETE FROM review_log WHERE target IN ('violation', 'hold') AND target_id IN (SELECT id FROM erased_violations)";
  private static final String ROWS =
      "DELETE FROM violation_events WHERE id IN (SELECT id FROM erased_violations)";

  /** Of a table of what was seen, what the erasure of that id covers. */
  public static final String SEEN =
      """
      DELETE FROM %s AS seen USING erasures AS erasure
      WHERE erasure.id = :erasure AND seen.camera_id = ANY (erasure.camera_ids)
        AND seen.timestamp >= erasure.from_at AND seen.timestamp < erasure.to_at
        AND NOT EXISTS (
          SELECT FROM jsonb_to_recordset(erasure.kept) AS held (camera_id text, "from" timestamptz, "to" timestamptz)
          WHERE held.camera_id = seen.camera_id AND seen.timestamp BETWEEN held."from" AND held."to")
      """;

  private static final String APPLIED =
      "UPDATE erasures SET applied_at = now() WHERE id = :erasure";

  private final ErasureStore store;
  private final ErasedDays archive;
  private final Snapshots snapshots;
  private final LongTransaction slowly;
  private final TransactionTemplate transactions;
  private final JdbcClient jdbc;
  private final ErasurePublisher publisher;

  Eraser(
      ErasureStore store,
      ErasedDays archive,
      Snapshots snapshots,
      LongTransaction slowly,
      TransactionTemplate transactions,
      JdbcClient jdbc,
      ErasurePublisher publisher) {
    this.store = store;
    this.archive = archive;
    this.snapshots = snapshots;
    this.slowly = slowly;
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.publisher = publisher;
  }

  private record Next(
      UUID id,
      String cameras,
      OffsetDateTime fromAt,
      OffsetDateTime toAt,
      String requestedBy,
      int kept) {}

  private record Leaving(String path, String store) {}

  @Scheduled(
      initialDelayString = "${persistence.erase-every:2s}",
      fixedDelayString = "${persistence.erase-every:2s}")
  void everySoOften() {
    try {
      while (eraseNext()) {
        log.info("An erasure was applied");
      }
      emptyStores();
    } catch (DataAccessException
        | TransactionException
        | KafkaException
        | IllegalStateException
        | java.io.UncheckedIOException e) {
      log.warn("What is to be erased is erased next time: {}", e.getMessage());
    }
  }

  /** Erases what the oldest erasure covers that is not applied; false if there is none. */
  private boolean eraseNext() {
    boolean isThere =
        jdbc.sql("SELECT EXISTS (SELECT FROM erasures WHERE applied_at IS NULL)")
            .query(Boolean.class)
            .single();
    if (!isThere) {
      return false;
    }
    transactions.executeWithoutResult(_ -> store.awaitWriters());
    return Boolean.TRUE.equals(
        slowly.run(
            () -> {
              Optional<Next> next = jdbc.sql(NEXT).query(Next.class).optional();
              next.ifPresent(this::erase);
              return next.isPresent();
            }));
  }

  private void erase(Next next) {
    int violations = update(VIOLATIONS, next);
    int pictures = jdbc.sql(PICTURES).update();
    int decisions = jdbc.sql(DECISIONS).update();
    jdbc.sql(ROWS).update();
    int frames = update(SEEN.formatted("detection_records"), next);
    int hygiene = update(SEEN.formatted("hygiene_events"), next);
    long archived = archive.erase(next.id(), next.fromAt().toInstant(), next.toAt().toInstant());
    say(
        next,
        "%s: %s from %s to %s; violations %d, pictures %d, decisions %d, records %d, archived records %d, hygiene events %d; kept under legal hold %d"
            .formatted(
                next.id(),
                next.cameras(),
                next.fromAt().toInstant(),
                next.toAt().toInstant(),
                violations,
                pictures,
                decisions,
                frames,
                archived,
                hygiene,
                next.kept()));
    update(APPLIED, next);
  }

  private int update(String sql, Next next) {
    return jdbc.sql(sql).param("erasure", next.id()).update();
  }

  /** Once Kafka has it; a line of that id that is there already stays as it is. */
  private void say(Next next, String what) {
    var id = Ids.erasureResult(next.id());
    Instant now = publisher.now();
    var entry =
        AuditEntry.newBuilder()
            .setEntryId(id)
            .setAt(now)
            .setWho(next.requestedBy())
            .setRole("admin")
            .setAction("erased")
            .setTarget(what)
            .setAddress("")
            .build();
    publisher.publish(Topics.AUDIT, id, now, entry, "the audit could not be told of an erasure");
  }

  private void emptyStores() {
    List<Leaving> leaving = leaving();
    while (!leaving.isEmpty()) {
      for (Leaving picture : leaving) {
        snapshots.remove(picture.store(), picture.path());
        jdbc.sql("DELETE FROM leaving_pictures WHERE path = :path AND store = :store")
            .param("path", picture.path())
            .param("store", picture.store())
            .update();
      }
      leaving = leaving();
    }
  }

  private List<Leaving> leaving() {
    return jdbc.sql("SELECT path, store FROM leaving_pictures LIMIT " + AT_ONCE)
        .query(Leaving.class)
        .list();
  }
}
