package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Activity;
import io.cleansight.persistence.erasure.Erased;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What people did right: each hand wash and sanitisation once; one statement for a batch. */
@Repository
class HygieneStore {
  private static final String INSERT =
      """
      INSERT INTO hygiene_events (id, camera_id, timestamp, event_type, track_id, duration_millis)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?) ORDER BY 1
      ON CONFLICT (id) DO NOTHING
      """;

  private final JdbcTemplate jdbc;

  HygieneStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Done(Activity frame, io.cleansight.event.HygieneEvent event) {}

  /** Those of new frames, saved or not, that are not erased. */
  void insert(List<Activity> frames, Erased erased) {
    List<Done> done =
        frames.stream()
            .flatMap(frame -> frame.getEvents().stream().map(event -> new Done(frame, event)))
            .filter(it -> !erased.covers(it.frame().getCameraId(), it.event().getAt()))
            .toList();
    if (!done.isEmpty()) {
      insert(done);
    }
  }

  private void insert(List<Done> done) {
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(INSERT);
          statement.setArray(1, array(connection, "uuid", done, HygieneStore::id));
          statement.setArray(2, array(connection, "text", done, it -> it.frame().getCameraId()));
          statement.setArray(
              3, array(connection, "timestamptz", done, it -> it.event().getAt().atOffset(UTC)));
          statement.setArray(4, array(connection, "text", done, it -> it.event().getType()));
          statement.setArray(5, array(connection, "int8", done, it -> it.event().getTrackId()));
          statement.setArray(
              6, array(connection, "int8", done, it -> it.event().getDurationMillis()));
          return statement;
        });
  }

  private static Object id(Done done) {
    return Ids.hygieneEvent(
        done.frame().getFrameId(), done.event().getType(), done.event().getTrackId());
  }

  private static java.sql.Array array(
      Connection connection, String type, List<Done> done, Function<Done, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, done.stream().map(value).toArray());
  }
}
