package io.cleansight.snapshot;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pictures and clips in PostgreSQL, beside the record: one thing to back up. */
final class PostgresSnapshots implements SnapshotStore {
  static final String NAME = "postgresql";

  private static final String PUT =
      """
      INSERT INTO snapshot_pictures (path, jpeg, media_type) VALUES (:path, :bytes, :type)
      ON CONFLICT (path) DO NOTHING
      """;
  private static final String GET = "SELECT jpeg FROM snapshot_pictures WHERE path = :path";

  /** The column's storage is external: no more of it is read than is asked for. */
  private static final String PART =
      "SELECT substring(jpeg FROM :first FOR :length) FROM snapshot_pictures WHERE path = :path";

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
  public void put(String key, byte[] bytes, String mediaType) {
    jdbc.sql(PUT).param("path", key).param("bytes", bytes).param("type", mediaType).update();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return jdbc.sql(GET).param("path", key).query(byte[].class).optional();
  }

  @Override
  public Optional<byte[]> get(String key, long from, int length) {
    return jdbc.sql(PART)
        .param("path", key)
        .param("first", Math.toIntExact(from + 1))
        .param("length", length)
        .query(byte[].class)
        .optional();
  }

  @Override
  public void remove(String key) {
    jdbc.sql(REMOVE).param("path", key).update();
  }
}
