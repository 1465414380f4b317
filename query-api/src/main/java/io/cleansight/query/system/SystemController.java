package io.cleansight.query.system;

import io.cleansight.query.access.Caller;
import io.cleansight.query.live.LatestFrames;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/system}: what waits where, what flows, and which versions run. */
@RestController
class SystemController {
  private static final String DATABASE =
      """
      SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
             (SELECT max(version::int) FROM flyway_schema_history WHERE success) AS schema_version""";

  private final Topology topology;
  private final LatestFrames frames;
  private final JdbcClient jdbc;
  private final Clock clock;

  SystemController(Topology topology, LatestFrames frames, JdbcClient jdbc, Clock clock) {
    this.topology = topology;
    this.frames = frames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The line at a moment.
   *
   * @param version of query-api; null where it was not built as a jar
   * @param models which one judged the newest frame of how many cameras
   */
  record Status(
      Instant at,
      @Nullable String version,
      String java,
      Database database,
      Map<String, Long> models,
      List<Topology.Flow> topics,
      List<Topology.Lag> lags) {}

  /** Of PostgreSQL and of our tables. */
  record Database(String version, int schemaVersion, long bytes) {}

  /** What waits where, what flows, and which versions run. */
  @GetMapping("/api/v1/system")
  Status status(Caller caller) {
    caller.mustSeeAll();
    var models = new TreeMap<String, Long>();
    frames.models().values().forEach(model -> models.merge(model, 1L, Long::sum));
    Topology.Snapshot snapshot = topology.look();
    return new Status(
        clock.instant(),
        getClass().getPackage().getImplementationVersion(),
        Runtime.version().toString(),
        jdbc.sql(DATABASE).query(Database.class).single(),
        models,
        snapshot.topics(),
        snapshot.lags());
  }
}
