package io.cleansight.persistence.retention;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Keeps instances from letting go at the same time. */
@Repository
class RetentionLockStore {
  /** Any number that nobody else uses for an advisory lock. */
  private static final long LOCK = 0x636c65616e736768L;

  private final JdbcTemplate jdbc;

  RetentionLockStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Does it, unless another instance is at it; that connection holds the lock meanwhile. */
  void alone(Runnable work) {
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              boolean alone = isTrue(connection, "SELECT pg_try_advisory_lock(?)");
              if (alone) {
                try {
                  work.run();
                } finally {
                  isTrue(connection, "SELECT pg_advisory_unlock(?)");
                }
              }
              return alone;
            });
  }

  private static boolean isTrue(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (var result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }
}
