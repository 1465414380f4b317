package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Where cameras stand; one question and one answer for a batch. */
@Repository
class StandingStore {
  private static final String FIND =
      """
      SELECT asked.id, progress.epoch, progress.sequence, camera.save_strategy, camera.save_interval
      FROM unnest(?) AS asked (id)
      LEFT JOIN camera_progress progress ON progress.camera_id = asked.id
      LEFT JOIN cameras camera ON camera.id = asked.id
      """;
  private static final String SET =
      """
      INSERT INTO camera_progress AS progress (camera_id, epoch, sequence) SELECT * FROM unnest(?, ?, ?)
      ON CONFLICT (camera_id) DO UPDATE SET epoch = EXCLUDED.epoch, sequence = EXCLUDED.sequence
      WHERE (progress.epoch, progress.sequence) < (EXCLUDED.epoch, EXCLUDED.sequence)
      """;

  private final JdbcTemplate jdbc;

  StandingStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Map<String, Standing> find(Collection<String> cameras) {
    var standings = new HashMap<String, Standing>();
    jdbc.query(
        connection -> {
          var statement = connection.prepareStatement(FIND);
          statement.setArray(1, connection.createArrayOf("text", cameras.toArray()));
          return statement;
        },
        row -> {
          OffsetDateTime epoch = row.getObject("epoch", OffsetDateTime.class);
          var choice =
              new Standing.Choice(
                  row.getString("save_strategy"), row.getObject("save_interval", Integer.class));
          standings.put(
              row.getString("id"),
              epoch == null
                  ? new Standing(null, -1, choice)
                  : new Standing(epoch.toInstant(), row.getLong("sequence"), choice));
        });
    return standings;
  }

  /** In the order of cameras, so that no two transactions deadlock. */
  void set(SortedMap<String, Standing> standings) {
    var moved = standings.entrySet().stream().filter(it -> it.getValue().epoch() != null).toList();
    if (moved.isEmpty()) {
      return;
    }
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(SET);
          List<Standing> values = moved.stream().map(Map.Entry::getValue).toList();
          statement.setArray(
              1, connection.createArrayOf("text", moved.stream().map(Map.Entry::getKey).toArray()));
          statement.setArray(
              2,
              connection.createArrayOf(
                  "timestamptz",
                  values.stream()
                      .map(it -> Objects.requireNonNull(it.epoch()).atOffset(UTC))
                      .toArray()));
          statement.setArray(
              3,
              connection.createArrayOf("int8", values.stream().map(Standing::sequence).toArray()));
          return statement;
        });
  }
}
