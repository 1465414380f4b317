package io.cleansight.persistence.retention;

import io.cleansight.persistence.retention.ExpiredPictureStore.Picture;
import io.cleansight.snapshot.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private final RetentionProperties properties;
  private final Snapshots snapshots;
  private final ExpiredPictureStore pictures;
  private final TransactionTemplate transactions;
  private final Clock clock;

  EvidenceRetention(
      RetentionProperties properties,
      Snapshots snapshots,
      ExpiredPictureStore pictures,
      TransactionTemplate transactions,
      Clock clock) {
    this.properties = properties;
    this.snapshots = snapshots;
    this.pictures = pictures;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The oldest pictures that are to go, so many at most. */
  List<Picture> due(int limit) {
    boolean byAge = !properties.evidence().isZero();
    long size = properties.evidenceSize().toBytes();
    if (!byAge && size == 0) {
      return List.of();
    }
    Instant before = clock.instant().minus(byAge ? properties.evidence() : FOR_EVER);
    return pictures.due(before, size == 0 ? Long.MAX_VALUE : size, limit);
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
    Integer expired = transactions.execute(_ -> pictures.expire(ids));
    return expired == null ? 0 : expired;
  }

  private void emptyStores() {
    List<ExpiredPictureStore.Leaving> leaving = pictures.leaving(AT_ONCE);
    while (!leaving.isEmpty()) {
      for (var picture : leaving) {
        snapshots.remove(picture.store(), picture.path());
        pictures.left(picture.violationId());
      }
      leaving = pictures.leaving(AT_ONCE);
    }
  }
}
