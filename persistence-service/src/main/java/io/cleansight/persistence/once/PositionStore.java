package io.cleansight.persistence.once;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far each partition is written, kept beside what was written. */
@Repository
class PositionStore {
  private static final String FIND =
      "SELECT next_offset FROM consumer_position WHERE topic_id = :topicId AND partition = :partition";
  private static final String BEGIN =
      """
      INSERT INTO consumer_position (topic, topic_id, partition, next_offset)
      SELECT * FROM unnest(?, ?, ?, ?)
      ON CONFLICT (topic_id, partition) DO NOTHING
      """;
  private static final String MOVE =
      """
      UPDATE consumer_position AS position SET next_offset = move.next
      FROM unnest(?, ?, ?, ?, ?) AS move (topic, topic_id, partition, next, expected)
      WHERE position.topic_id = move.topic_id AND position.partition = move.partition
        AND position.next_offset = move.expected
      """;

  /**
   * Whoever has moved a position, and neither committed nor gone: its transaction is the row's
   * xmax.
   */
  private static final String EVICT =
      """
      SELECT pg_terminate_backend(lock.pid)
      FROM unnest(?, ?) AS wanted (topic_id, partition)
      JOIN consumer_position position
        ON position.topic_id = wanted.topic_id AND position.partition = wanted.partition
      JOIN pg_locks lock ON lock.locktype = 'transactionid' AND lock.granted AND lock.transactionid = position.xmax
      WHERE lock.pid <> pg_backend_pid()
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  PositionStore(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** A step of one partition, from where it is believed to be. */
  record Move(TopicPartition partition, String topicId, OptionalLong expected, long next) {}

  OptionalLong find(String topicId, int partition) {
    return jdbc.sql(FIND)
        .param("topicId", topicId)
        .param("partition", partition)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Moves the positions that are where the caller believes; false if somebody else has moved one of
   * them, and then the caller must roll back.
   */
  boolean move(List<Move> moves) {
    var first = moves.stream().filter(move -> move.expected().isEmpty()).toList();
    var further = moves.stream().filter(move -> move.expected().isPresent()).toList();
    return (first.isEmpty() || moved(BEGIN, first) == first.size())
        && (further.isEmpty() || moved(MOVE, further) == further.size());
  }

  /**
   * Ends the sessions that hold these positions. Who waits for one in vain has been assigned its
   * partition, so the holder has lost it; frozen in the midst of a COPY, it would hold it until it
   * thaws, past every timeout of the server. Its transaction rolls back.
   *
   * @return how many there were
   */
  int evictHolders(List<Move> moves) {
    return template
        .query(
            connection -> {
              var statement = connection.prepareStatement(EVICT);
              statement.setArray(1, array(connection, "text", moves, Move::topicId));
              statement.setArray(
                  2, array(connection, "int4", moves, it -> it.partition().partition()));
              return statement;
            },
            (row, _) -> row.getBoolean(1))
        .size();
  }

  private int moved(String sql, List<Move> moves) {
    return template.update(
        connection -> {
          var statement = connection.prepareStatement(sql);
          statement.setArray(1, array(connection, "text", moves, it -> it.partition().topic()));
          statement.setArray(2, array(connection, "text", moves, Move::topicId));
          statement.setArray(3, array(connection, "int4", moves, it -> it.partition().partition()));
          statement.setArray(4, array(connection, "int8", moves, Move::next));
          if (moves.getFirst().expected().isPresent()) {
            statement.setArray(
                5, array(connection, "int8", moves, it -> it.expected().orElseThrow()));
          }
          return statement;
        });
  }

  private static java.sql.Array array(
      Connection connection,
      String type,
      List<Move> moves,
      java.util.function.Function<Move, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, moves.stream().map(column).toArray());
  }
}
