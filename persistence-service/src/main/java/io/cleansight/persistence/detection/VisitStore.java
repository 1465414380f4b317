package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.Activity;
import io.cleansight.event.Visit;
import io.cleansight.persistence.erasure.Erased;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Visits, a row each, of which frames tell bit by bit; one statement for a batch. */
@Repository
class VisitStore {
  /** Between the types of zones: an array of arrays would have to be of one length. */
  private static final String BETWEEN = "\n";

  private static final String INSERT =
      """
      INSERT INTO visits AS known (id, camera_id, timestamp, track_id, begun, judged, zones)
      SELECT id, camera_id, timestamp, track_id, begun, judged, string_to_array(zones, chr(10))
      FROM unnest(?, ?, ?, ?, ?, ?, ?) AS told (id, camera_id, timestamp, track_id, begun, judged, zones) ORDER BY id
      ON CONFLICT (id) DO UPDATE
      SET begun = known.begun OR EXCLUDED.begun, judged = known.judged OR EXCLUDED.judged,
          zones = ARRAY(SELECT DISTINCT unnest(known.zones || EXCLUDED.zones) ORDER BY 1)
      """;

  private final JdbcTemplate jdbc;

  VisitStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Told(String camera, Visit visit) {
    Told and(Visit later) {
      var zones = new TreeSet<>(visit.getZones());
      zones.addAll(later.getZones());
      return new Told(
          camera,
          Visit.newBuilder(visit)
              .setBegun(visit.getBegun() || later.getBegun())
              .setJudged(visit.getJudged() || later.getJudged())
              .setZones(List.copyOf(zones))
              .build());
    }
  }

  /** Those of new frames, saved or not, that are not erased. */
  void insert(List<Activity> frames, Erased erased) {
    var told = new TreeMap<UUID, Told>();
    for (var frame : frames) {
      for (var visit : frame.getVisits()) {
        if (!erased.covers(frame.getCameraId(), visit.getStartedAt())) {
          told.merge(
              visit.getVisitId(),
              new Told(frame.getCameraId(), visit),
              (before, now) -> before.and(now.visit));
        }
      }
    }
    if (!told.isEmpty()) {
      insert(told.values());
    }
  }

  private void insert(Collection<Told> told) {
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(INSERT);
          statement.setArray(1, array(connection, "uuid", told, it -> it.visit.getVisitId()));
          statement.setArray(2, array(connection, "text", told, Told::camera));
          statement.setArray(
              3,
              array(connection, "timestamptz", told, it -> it.visit.getStartedAt().atOffset(UTC)));
          statement.setArray(4, array(connection, "int8", told, it -> it.visit.getTrackId()));
          statement.setArray(5, array(connection, "bool", told, it -> it.visit.getBegun()));
          statement.setArray(6, array(connection, "bool", told, it -> it.visit.getJudged()));
          statement.setArray(
              7, array(connection, "text", told, it -> String.join(BETWEEN, it.visit.getZones())));
          return statement;
        });
  }

  private static java.sql.Array array(
      Connection connection, String type, Collection<Told> told, Function<Told, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, told.stream().map(value).toArray());
  }
}
