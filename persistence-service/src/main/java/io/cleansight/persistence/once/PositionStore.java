package io.cleansight.persistence.once;

import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far each partition is written, kept beside what was written. */
@Repository
class PositionStore {
  private static final String FIND =
      "SELECT next_offset FROM consumer_position WHERE topic_id = :topicId AND partition = :partition";
  private static final String BEGIN =
      """
      INSERT INTO consumer_position (topic_id, partition, topic, next_offset)
      VALUES (:topicId, :partition, :topic, :next)
      ON CONFLICT (topic_id, partition) DO NOTHING
      """;
  private static final String MOVE =
      """
      UPDATE consumer_position SET next_offset = :next
      WHERE topic_id = :topicId AND partition = :partition AND next_offset = :expected
      """;

  private final JdbcClient jdbc;

  PositionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  OptionalLong find(String topicId, int partition) {
    return jdbc.sql(FIND)
        .param("topicId", topicId)
        .param("partition", partition)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Moves the position if it is where the caller believes; false if somebody else has moved it. */
  boolean move(String topic, String topicId, int partition, OptionalLong expected, long next) {
    var statement =
        expected.isEmpty()
            ? jdbc.sql(BEGIN).param("topic", topic)
            : jdbc.sql(MOVE).param("expected", expected.getAsLong());
    return statement
            .param("topicId", topicId)
            .param("partition", partition)
            .param("next", next)
            .update()
        == 1;
  }
}
