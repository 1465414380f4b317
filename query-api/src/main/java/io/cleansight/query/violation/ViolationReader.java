package io.cleansight.query.violation;

import static java.util.stream.Collectors.joining;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import io.cleansight.snapshot.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads violations, their pictures and their clips. */
@Repository
class ViolationReader {
  /** One clip after the other: who asks for a page must not read all of them. */
  private static final String SELECT =
      """
      SELECT id, detection_id, camera_id, timestamp, closed_at, violation_type, track_id, confidence, bbox::text AS bbox,
             reason, reason_code, reason_parameters::text AS reason_parameters, severity, timeline::text AS timeline, status, snapshot_path, snapshot_state, handled_at, handled_by,
             notes, review_reason, assignee, legal_hold,
             array_to_string(zones, ',') AS zones,
             CASE WHEN lift_requested_at > now() - interval '7 days' THEN lift_requested_by END AS lift_requested_by,
             CASE WHEN lift_requested_at > now() - interval '7 days' THEN lift_requested_at END AS lift_requested_at,
             untimely, version, clip_state, clip_reason, clip_from, clip_to
      FROM (
        SELECT event.*, clip.state AS clip_state, clip.reason AS clip_reason, clip.first_at AS clip_from,
               clip.last_at AS clip_to
        FROM violation_events AS event LEFT JOIN LATERAL (
          SELECT state, reason, first_at, last_at FROM violation_clips WHERE violation_id = event.id LIMIT 1)
          AS clip ON true) AS violation""";

  /** The span that began last by then is not over: found by halving, however many there are. */
  private static final String IN_SPANS =
      "timestamp < (CAST(:tos AS timestamptz[]))[width_bucket(timestamp, CAST(:froms AS"
          + " timestamptz[]))]";

  private static final String OF_ALERT =
      """
      id IN (
        SELECT CAST(named AS uuid)
        FROM alert_history AS alert, jsonb_array_elements_text(alert.details->'violation_ids') AS named
        WHERE alert.id = :alert)""";

  /** Of an alert that others are in, too, they who may not see these learn nothing. */
  private static final String ITS_CAMERAS =
      "(SELECT details->'members' FROM alert_history WHERE id = :alert)";

  private static final String IN_HOUR =
      "to_char(timestamp AT TIME ZONE :time_zone, 'ID HH24') = :hour";

  private static final String PICTURE =
      "SELECT path, store FROM violation_snapshots WHERE violation_id = :id AND state = 'present'";
  private static final String THUMBNAIL =
      "SELECT thumbnail FROM violation_snapshots WHERE violation_id = :id AND thumbnail IS NOT"
          + " NULL";

  private static final String CLIP =
      "SELECT path, store, bytes FROM violation_clips WHERE violation_id = :id AND state IN ('present', 'partial')";
  private static final String HIDDEN_CLIP =
      """
      SELECT blurred_path AS path, store, blurred_bytes AS bytes FROM violation_clips
      WHERE violation_id = :id AND state IN ('present', 'partial') AND blurred_path IS NOT NULL
      """;

  private static final String HEADS =
      "SELECT heads::text FROM violation_snapshots WHERE violation_id = :id AND heads IS NOT NULL";

  private final JdbcClient jdbc;
  private final Snapshots snapshots;

  ViolationReader(JdbcClient jdbc, Snapshots snapshots) {
    this.jdbc = jdbc;
    this.snapshots = snapshots;
  }

  private record Place(String path, String store) {}

  private record ClipPlace(String path, String store, long bytes) {}

  /** One row more than the page's size, if there are more. */
  List<ViolationView> page(
      Caller caller, ViolationQuery query, TimeQuery.Times times, PageRequest page) {
    return asked(SELECT, caller, query, times)
        .newestFirst(page)
        .on(jdbc)
        .query(ViolationView::of)
        .list();
  }

  /** How many there are; counted no further than that. */
  int count(Caller caller, ViolationQuery query, TimeQuery.Times times, int most) {
    return asked("SELECT 1 FROM violation_events", caller, query, times)
        .with("most", most)
        .ending("LIMIT :most")
        .on(jdbc)
        .query((_, _) -> 1)
        .list()
        .size();
  }

  private static Sql asked(
      String select, Caller caller, ViolationQuery query, TimeQuery.Times times) {
    Sql sql =
        Sql.select(select)
            .seenBy(caller)
            .where("camera_id", query.camera())
            .where("status", query.exactStatus())
            .where(query.isWithoutFalsePositives(), "status <> 'false_positive'")
            .where("violation_type", query.type())
            .where("severity", query.severity())
            .where("assignee", query.assignee())
            .where(Boolean.TRUE.equals(query.untimely()), "untimely IS NOT NULL")
            .where(Boolean.FALSE.equals(query.untimely()), "untimely IS NULL")
            .within("timestamp", times.range());
    if (query.zone() != null) {
      sql.where(true, "zones @> ARRAY[CAST(:zone AS text)]").with("zone", query.zone());
    }
    if (query.alert() != null) {
      sql.where(true, OF_ALERT).with("alert", query.alert()).namesOnlySeenBy(caller, ITS_CAMERAS);
    }
    if (times.hourOfWeek() != null) {
      sql.where(true, IN_HOUR).with("hour", times.hourOfWeek()).with("time_zone", times.zone());
    }
    if (times.spans() != null) {
      within(sql, times.spans());
    }
    return sql;
  }

  private static void within(Sql sql, List<TimeRange> spans) {
    if (spans.isEmpty()) {
      sql.where(true, "false");
    } else if (spans.size() > 1) { // of a single one the range is no wider
      sql.where(true, IN_SPANS)
          .with("froms", instants(spans, TimeRange::from))
          .with("tos", instants(spans, TimeRange::to));
    }
  }

  /** As PostgreSQL writes an array. */
  private static String instants(List<TimeRange> spans, Function<TimeRange, Instant> which) {
    return spans.stream().map(it -> which.apply(it).toString()).collect(joining(",", "{", "}"));
  }

  /** One that the caller may see. */
  Optional<ViolationView> find(UUID id, Caller caller) {
    return Sql.select(SELECT)
        .where("id", id)
        .on(jdbc)
        .query(ViolationView::of)
        .optional()
        .filter(violation -> caller.maySee(violation.cameraId()));
  }

  /** The picture from the store that has it; empty if there is none. */
  Optional<byte[]> picture(UUID id) {
    return jdbc.sql(PICTURE)
        .param("id", id)
        .query(Place.class)
        .optional()
        .flatMap(place -> snapshots.named(place.store()).flatMap(store -> store.get(place.path())));
  }

  /**
   * The clip in the store that has it; empty if there is none.
   *
   * @param hidden the one with heads hidden, which is another
   */
  Optional<StoredClip> clip(UUID id, boolean hidden) {
    return jdbc.sql(hidden ? HIDDEN_CLIP : CLIP)
        .param("id", id)
        .query(ClipPlace.class)
        .optional()
        .flatMap(
            it ->
                snapshots
                    .named(it.store())
                    .map(store -> new StoredClip(store, it.path(), it.bytes())));
  }

  /** The heads in its picture, JSON; empty if nobody knows them. */
  Optional<String> heads(UUID id) {
    return jdbc.sql(HEADS).param("id", id).query(String.class).optional();
  }

  /** The small picture for lists; empty if there is none. */
  Optional<byte[]> thumbnail(UUID id) {
    return jdbc.sql(THUMBNAIL).param("id", id).query(byte[].class).optional();
  }
}
