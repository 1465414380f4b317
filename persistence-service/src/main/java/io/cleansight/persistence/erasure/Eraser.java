package io.cleansight.persistence.erasure;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.AuditEntry;
import io.cleansight.persistence.once.LongTransaction;
import io.cleansight.persistence.statistics.DecidedCountStore;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import io.cleansight.snapshot.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
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

  private final ErasureStore store;
  private final ErasedDataStore data;
  private final ErasedDays archive;
  private final Snapshots snapshots;
  private final LongTransaction slowly;
  private final TransactionTemplate transactions;
  private final ErasurePublisher publisher;
  private final DecidedCountStore decided;
  private final RollupStore rollups;

  Eraser(
      ErasureStore store,
      ErasedDataStore data,
      ErasedDays archive,
      Snapshots snapshots,
      LongTransaction slowly,
      TransactionTemplate transactions,
      ErasurePublisher publisher,
      DecidedCountStore decided,
      RollupStore rollups) {
    this.store = store;
    this.data = data;
    this.archive = archive;
    this.snapshots = snapshots;
    this.slowly = slowly;
    this.transactions = transactions;
    this.publisher = publisher;
    this.decided = decided;
    this.rollups = rollups;
  }

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
    if (!store.isAnyPending()) {
      return false;
    }
    transactions.executeWithoutResult(_ -> store.awaitWriters());
    return slowly.run(
        () -> {
          Optional<ErasureStore.Pending> next = store.next();
          next.ifPresent(this::erase);
          return next.isPresent();
        });
  }

  private void erase(ErasureStore.Pending next) {
    UUID id = next.id();
    Instant from = next.fromAt().toInstant();
    Instant to = next.toAt().toInstant();
    DecidedCountStore.Before before = decided.before(data.violations(id), Set.of());
    int violations = data.noteViolations(id);
    int pictures = data.erasePictures();
    int clips = data.eraseClips(id);
    int decisions = data.eraseDecisions();
    data.eraseViolations();
    count(before);
    int frames = data.erase("detection_records", id);
    int hygiene = data.erase("hygiene_events", id);
    int visits = data.erase("visits", id);
    int recordings = data.eraseRecordings(id);
    long archived = archive.erase(id, from, to);
    say(
        next,
        "%s: %s from %s to %s; violations %d, pictures %d, clips %d, decisions %d, records %d, archived records %d, hygiene events %d, visits %d, recordings %d; kept under legal hold %d"
            .formatted(
                id,
                next.cameras(),
                from,
                to,
                violations,
                pictures,
                clips,
                decisions,
                frames,
                archived,
                hygiene,
                visits,
                recordings,
                next.kept()));
    store.applied(id);
  }

  private void count(DecidedCountStore.Before before) {
    var counts = new RollupBatch();
    decided.count(before, counts);
    rollups.add(counts);
  }

  /** Once Kafka has it; a line of that id that is there already stays as it is. */
  private void say(ErasureStore.Pending next, String what) {
    var id = Ids.erasureResult(next.id());
    Instant now = publisher.now();
    var entry =
        AuditEntry.newBuilder()
            .setEntryId(id)
            .setAt(now)
            .setWho(next.requestedBy())
            .setRole("admin")
            .setAction(AuditAction.ERASED.word())
            .setTarget(what)
            .setAddress("")
            .build();
    publisher.publish(Topics.AUDIT, id, now, entry, "the audit could not be told of an erasure");
  }

  private void emptyStores() {
    List<ErasureStore.Leaving> leaving = store.leaving(AT_ONCE);
    while (!leaving.isEmpty()) {
      for (var picture : leaving) {
        snapshots.remove(picture.store(), picture.path());
        store.left(picture);
      }
      leaving = store.leaving(AT_ONCE);
    }
  }
}
