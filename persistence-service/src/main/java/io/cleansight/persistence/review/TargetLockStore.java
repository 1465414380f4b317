package io.cleansight.persistence.review;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Keeps who writes what is decided about and who writes the decision apart, until either has
 * committed: else each could look for the other's row before it is there.
 */
@Repository
class TargetLockStore {
  private static final String LOCK = "SELECT pg_advisory_xact_lock(key) FROM unnest(?) AS key";

  private final JdbcTemplate jdbc;

  TargetLockStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes the locks of these violations or alerts, one after another in a fixed order; to be called
   * once in a transaction, before it touches them. The transaction's end gives them back.
   */
  void take(Collection<UUID> targets) {
    Object[] keys = targets.stream().map(TargetLockStore::key).distinct().sorted().toArray();
    if (keys.length == 0) {
      return;
    }
    jdbc.query(
        connection -> {
          var statement = connection.prepareStatement(LOCK);
          statement.setArray(1, connection.createArrayOf("int8", keys));
          return statement;
        },
        _ -> {});
  }

  /** Two targets with one key wait for each other without need, no more. */
  private static Long key(UUID target) {
    return target.getMostSignificantBits() ^ target.getLeastSignificantBits();
  }
}
