package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * How far each run is counted, should the position in a topic ever be lost; one question and one
 * answer for a batch.
 */
@Repository
public class RunProgressStore {
  private static final String FIND =
      """
      SELECT progress.camera_id, progress.epoch, progress.outcome, progress.sequence
      FROM unnest(?, ?, ?) AS asked (camera_id, epoch, outcome)
      JOIN run_progress progress USING (camera_id, epoch, outcome)
      """;
  private static final String SET =
      """
      INSERT INTO run_progress AS progress (camera_id, epoch, outcome, sequence) SELECT * FROM unnest(?, ?, ?, ?)
      ON CONFLICT (camera_id, epoch, outcome) DO UPDATE SET sequence = EXCLUDED.sequence, updated_at = now()
      WHERE progress.sequence < EXCLUDED.sequence
      """;

  /** Longer than any topic is kept, and than a dead letter may wait to be replayed. */
  private static final String FORGET =
      "DELETE FROM run_progress WHERE updated_at < now() - interval '400 days'";

  private final JdbcTemplate jdbc;

  RunProgressStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  RunProgress find(Collection<Run> runs) {
    var sequences = new TreeMap<Run, Long>();
    List<Run> asked = runs.stream().distinct().toList();
    if (!asked.isEmpty()) {
      jdbc.query(
          connection -> {
            var statement = connection.prepareStatement(FIND);
            bind(connection, statement, asked);
            return statement;
          },
          row -> {
            sequences.put(run(row), row.getLong("sequence"));
          });
    }
    return new RunProgress(sequences);
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("camera_id"),
        row.getObject("epoch", OffsetDateTime.class).toInstant(),
        row.getString("outcome"));
  }

  /** In the order of runs, so that no two transactions deadlock. */
  void set(RunProgress progress) {
    var sequences = progress.sequences();
    if (sequences.isEmpty()) {
      return;
    }
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(SET);
          bind(connection, statement, List.copyOf(sequences.keySet()));
          statement.setArray(4, connection.createArrayOf("int8", sequences.values().toArray()));
          return statement;
        });
  }

  /** Forgets runs of which nothing can come any more. */
  public void forget() {
    jdbc.update(FORGET);
  }

  private static void bind(Connection connection, PreparedStatement statement, List<Run> runs)
      throws SQLException {
    statement.setArray(
        1, connection.createArrayOf("text", runs.stream().map(Run::cameraId).toArray()));
    statement.setArray(
        2,
        connection.createArrayOf(
            "timestamptz", runs.stream().map(run -> run.epoch().atOffset(UTC)).toArray()));
    statement.setArray(
        3, connection.createArrayOf("text", runs.stream().map(Run::outcome).toArray()));
  }
}
