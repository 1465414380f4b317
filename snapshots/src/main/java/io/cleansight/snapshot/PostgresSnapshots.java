package io.cleansight.snapshot;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pictures in PostgreSQL, beside the record: one thing to back up. */
final class PostgresSnapshots implements SnapshotStore {
  static final String NAME = "postgresql";

  private static final String PUT =
      "INSERT INTO snapshot_pictures (path, jpeg) VALUES (:path, :jpeg) ON CONFLICT (path) DO NOTHING";
  private static final String GET = "SELECT jpeg FROM snapshot_pictures WHERE path = :path";
  private static final String REMOVE = "DELETE FROM snapshot_pictures WHERE path = :path";

  private final JdbcClient jdbc;

  PostgresSnapshots(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void put(String key, byte[] jpeg) {
    jdbc.sql(PUT).param("path", key).param("jpeg", jpeg).update();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return jdbc.sql(GET).param("path", key).query(byte[].class).optional();
  }

  @Override
  public void remove(String key) {
    jdbc.sql(REMOVE).param("path", key).update();
  }
}
