package io.cleansight.persistence.once;

import io.cleansight.messaging.topic.PartitionGrowth.Position;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far every partition is written; also those of topics that are no more. */
@Repository
public class PositionReader {
  private static final String ALL =
      "SELECT topic_id, partition, next_offset AS next FROM consumer_position";

  private final JdbcClient jdbc;

  PositionReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Position> all() {
    return jdbc.sql(ALL).query(Position.class).list();
  }
}
