package io.cleansight.persistence.once;

import io.cleansight.persistence.once.Positions.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.stereotype.Repository;

/** How far each partition is written, kept beside what was written. */
@Repository
class PositionStore {
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String FIND =
      """
      SELECT topic, partition, next_offset FROM consumer_position
      JOIN unnest(?, ?) AS wanted (topic_id, partition) USING (topic_id, partition)
      """;
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

  private final JdbcTemplate jdbc;
  private final TopicIds ids;

  PositionStore(JdbcTemplate jdbc, TopicIds ids) {
    this.jdbc = jdbc;
    this.ids = ids;
  }

  /** The offset after the last that is written; empty: nothing of the partition is. */
  OptionalLong find(TopicPartition partition) {
    return find(Set.of(partition)).getOrDefault(partition, OptionalLong.empty());
  }

  /** The same of several; of those without a position there is none. */
  Map<TopicPartition, OptionalLong> find(Set<TopicPartition> partitions) {
    var wanted = List.copyOf(partitions);
    var found = new HashMap<TopicPartition, OptionalLong>();
    jdbc.query(
        statement(FIND, wanted),
        row -> {
          found.put(
              new TopicPartition(row.getString("topic"), row.getInt("partition")),
              OptionalLong.of(row.getLong("next_offset")));
        });
    return found;
  }

  /**
   * Takes these steps from where the caller believes the positions to be; false if somebody else
   * has moved one of them, and then the caller must roll back.
   */
  boolean move(List<Step> steps) {
    var first = steps.stream().filter(step -> step.from().isEmpty()).toList();
    var further = steps.stream().filter(step -> step.from().isPresent()).toList();
    return (first.isEmpty() || moved(BEGIN, first) == first.size())
        && (further.isEmpty() || moved(MOVE, further) == further.size());
  }

  /** Whether somebody else held a position for longer than is waited. */
  static boolean waitedInVain(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException said
        && LOCK_TIMEOUT.equals(said.getSQLState());
  }

  /**
   * Ends the sessions that hold these positions. Who waits for one in vain has been assigned its
   * partition, so the holder has lost it; frozen in the midst of a COPY, it would hold it until it
   * thaws, past every timeout of the server. Its transaction rolls back.
   *
   * @return how many there were
   */
  int evictHolders(List<Step> steps) {
    var held = steps.stream().map(Step::partition).toList();
    return jdbc.query(statement(EVICT, held), (row, _) -> row.getBoolean(1)).size();
  }

  /** A statement that takes partitions as {@code unnest(?, ?)}. */
  private PreparedStatementCreator statement(String sql, List<TopicPartition> partitions) {
    return connection -> {
      var statement = connection.prepareStatement(sql);
      statement.setArray(1, array(connection, "text", partitions, this::idOf));
      statement.setArray(2, array(connection, "int4", partitions, TopicPartition::partition));
      return statement;
    };
  }

  private int moved(String sql, List<Step> steps) {
    return jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(sql);
          statement.setArray(1, array(connection, "text", steps, it -> it.partition().topic()));
          statement.setArray(2, array(connection, "text", steps, it -> idOf(it.partition())));
          statement.setArray(3, array(connection, "int4", steps, it -> it.partition().partition()));
          statement.setArray(4, array(connection, "int8", steps, Step::to));
          if (steps.getFirst().from().isPresent()) {
            statement.setArray(5, array(connection, "int8", steps, it -> it.from().orElseThrow()));
          }
          return statement;
        });
  }

  private String idOf(TopicPartition partition) {
    return ids.of(partition.topic());
  }

  private static <T> java.sql.Array array(
      Connection connection, String type, List<T> items, Function<T, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, items.stream().map(column).toArray());
  }
}
