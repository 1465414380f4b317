package io.cleansight.query.system;

import io.cleansight.query.access.Caller;
import io.cleansight.query.live.LatestFrames;
import io.cleansight.query.system.DatabaseReader.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/system}: what waits where, what flows, and which versions run. */
@RestController
class SystemController {
  private final Topology topology;
  private final LatestFrames frames;
  private final DatabaseReader database;
  private final Clock clock;

  SystemController(Topology topology, LatestFrames frames, DatabaseReader database, Clock clock) {
    this.topology = topology;
    this.frames = frames;
    this.database = database;
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
        database.database(),
        models,
        snapshot.topics(),
        snapshot.lags());
  }
}
