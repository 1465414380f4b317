package io.cleansight.query.system;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads which PostgreSQL and schema there are, and how far persistence-service has read. */
@Repository
class DatabaseReader {
  private static final String DATABASE =
      """
      SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
             (SELECT max(version::int) FROM flyway_schema_history WHERE success) AS schema_version""";

  private static final String POSITIONS =
      "SELECT topic_id, topic, partition, next_offset FROM consumer_position";

  private final JdbcClient jdbc;

  DatabaseReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of PostgreSQL and of our tables. */
  record Database(String version, int schemaVersion, long bytes) {}

  Database database() {
    return jdbc.sql(DATABASE).query(Database.class).single();
  }

  /**
   * How far a partition is written to the database.
   *
   * @param topicId tells a topic from one of the same name that was there before
   */
  record Position(String topicId, String topic, int partition, long nextOffset) {}

  List<Position> positions() {
    return jdbc.sql(POSITIONS).query(Position.class).list();
  }
}
