package io.cleansight.persistence.erasure;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.event.Erasure;
import io.cleansight.event.ErasureExemption;
import io.cleansight.event.Violation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Erasures, and the violations that were erased. */
@Repository
public class ErasureStore {
  /** Any number that nobody else uses for an advisory lock. */
  private static final long LOCK = 0x636c65616e736765L;

  private static final String SHARED =
      "SELECT true FROM pg_advisory_xact_lock_shared(" + LOCK + ")";
  private static final String ALONE = "SELECT true FROM pg_advisory_xact_lock(" + LOCK + ")";
  private static final String REMEMBER =
      """
      INSERT INTO erasures (id, camera_ids, from_at, to_at, reason, requested_by, requested_at, kept)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb) ON CONFLICT (id) DO NOTHING
      """;
  private static final String IS_ANY_PENDING =
      "SELECT EXISTS (SELECT FROM erasures WHERE applied_at IS NULL)";
  private static final String NEXT =
      """
      SELECT id, array_to_string(camera_ids, ', ') AS cameras, from_at, to_at, requested_by, jsonb_array_length(kept) AS kept
      FROM erasures WHERE applied_at IS NULL ORDER BY requested_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      """;
  private static final String APPLIED = "UPDATE erasures SET applied_at = now() WHERE id = :id";
  private static final String ALL = "SELECT camera_ids, from_at, to_at, kept::text FROM erasures";
  private static final String FORGET =
      """
      WITH gone AS (DELETE FROM violation_snapshots WHERE violation_id = :id RETURNING path, store),
           clip AS (
             DELETE FROM violation_clips WHERE violation_id = :id RETURNING state, path, blurred_path, store, due_at),
           decided AS (DELETE FROM review_log WHERE target IN ('violation', 'hold') AND target_id = :id)
      INSERT INTO leaving_pictures (path, store, not_before)
      SELECT path, store, now() FROM gone WHERE path IS NOT NULL AND store IS NOT NULL
      UNION ALL
      SELECT place.path, clip.store, CASE clip.state WHEN 'awaited' THEN GREATEST(clip.due_at, now()) ELSE now() END
      FROM clip, LATERAL (VALUES (clip.path), (clip.blurred_path)) AS place (path)
      WHERE place.path IS NOT NULL AND clip.store IS NOT NULL
      ON CONFLICT DO NOTHING
      """;
  private static final String NOTE =
      """
      INSERT INTO erased_violations (id, camera_id, visit_id, visit_started_at)
      SELECT :id, :camera, :visit::uuid, :visit_started::timestamptz WHERE NOT EXISTS (SELECT FROM violation_events WHERE id = :id)
      ON CONFLICT DO NOTHING
      """;
  private static final String IS_ERASED =
      "SELECT EXISTS (SELECT FROM erased_violations WHERE id = :id)";

  private static final String LEAVE =
      "INSERT INTO leaving_pictures (path, store) VALUES (:path, :store) ON CONFLICT DO NOTHING";
  private static final String LEFT =
      "DELETE FROM leaving_pictures WHERE path = :path AND store = :store";

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  ErasureStore(JdbcTemplate template, JdbcClient jdbc, JsonMapper json) {
    this.template = template;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** An erasure that is to be applied, and how many violations it leaves alone. */
  record Pending(
      UUID id,
      String cameras,
      OffsetDateTime fromAt,
      OffsetDateTime toAt,
      String requestedBy,
      int kept) {}

  /** A picture or a clip that is to leave its store. */
  record Leaving(String path, String store) {}

  /** Within the transaction of its position. */
  void remember(Erasure erasure) {
    String kept =
        json.writeValueAsString(erasure.getKept().stream().map(ErasureStore::fields).toList());
    template.update(
        connection -> {
          var statement = connection.prepareStatement(REMEMBER);
          statement.setObject(1, erasure.getErasureId());
          statement.setArray(2, connection.createArrayOf("text", erasure.getCameraIds().toArray()));
          statement.setObject(3, erasure.getFromAt().atOffset(UTC));
          statement.setObject(4, erasure.getToAt().atOffset(UTC));
          statement.setString(5, erasure.getReason());
          statement.setString(6, erasure.getRequestedBy());
          statement.setObject(7, erasure.getRequestedAt().atOffset(UTC));
          statement.setString(8, kept);
          return statement;
        });
  }

  private static Map<String, String> fields(ErasureExemption kept) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("violation_id", kept.getViolationId().toString());
    fields.put("camera_id", kept.getCameraId());
    fields.put("from", kept.getFromAt().toString());
    fields.put("to", kept.getToAt().toString());
    return fields;
  }

  boolean isAnyPending() {
    return jdbc.sql(IS_ANY_PENDING).query(Boolean.class).single();
  }

  /** The oldest that is not applied, and that nobody else applies now; within a transaction. */
  Optional<Pending> next() {
    return jdbc.sql(NEXT).query(Pending.class).optional();
  }

  void applied(UUID erasure) {
    jdbc.sql(APPLIED).param("id", erasure).update();
  }

  /**
   * What is erased, to be asked for once in a transaction and before it writes: until that ends, no
   * erasure begins that it does not know of.
   */
  public Erased erased() {
    jdbc.sql(SHARED).query(Boolean.class).single();
    List<Erased.Span> spans = jdbc.sql(ALL).query(this::span).list();
    return spans.isEmpty() ? Erased.NOTHING : new Erased(spans);
  }

  /** Returns when everybody who writes knows every erasure; in a transaction of its own. */
  void awaitWriters() {
    jdbc.sql(ALONE).query(Boolean.class).single();
  }

  /**
   * Notes a violation that came after it was erased, and forgets what came before it; true if it
   * was not known before, and so is to be counted.
   *
   * @param counted whether its time is one that counts
   */
  public boolean noteErased(Violation violation, boolean counted) {
    Instant began = violation.getVisitStartedAt();
    boolean ofVisit = counted && began != null && ViolationType.NO_HAIRNET.is(violation.getType());
    UUID id = violation.getViolationId();
    boolean isNew =
        jdbc.sql(NOTE)
                .param("id", id)
                .param("camera", ofVisit ? violation.getCameraId() : null, Types.VARCHAR)
                .param("visit", ofVisit ? violation.getVisitId() : null, Types.OTHER)
                .param(
                    "visit_started",
                    ofVisit && began != null ? began.atOffset(UTC) : null,
                    Types.TIMESTAMP_WITH_TIMEZONE)
                .update()
            == 1;
    jdbc.sql(FORGET).param("id", id).update();
    return isNew;
  }

  /** Has a picture leave its store, whether or not it is there. */
  public void leave(String path, String store) {
    jdbc.sql(LEAVE).param("path", path).param("store", store).update();
  }

  /** Some of what is to leave its store now. */
  List<Leaving> leaving(int limit) {
    return jdbc.sql(
            "SELECT path, store FROM leaving_pictures WHERE not_before <= now() LIMIT " + limit)
        .query(Leaving.class)
        .list();
  }

  void left(Leaving picture) {
    jdbc.sql(LEFT).param("path", picture.path()).param("store", picture.store()).update();
  }

  public boolean isErased(UUID violation) {
    return jdbc.sql(IS_ERASED).param("id", violation).query(Boolean.class).single();
  }

  private Erased.Span span(ResultSet row, int number) throws SQLException {
    return new Erased.Span(
        Set.copyOf(List.of((String[]) row.getArray("camera_ids").getArray())),
        row.getObject("from_at", OffsetDateTime.class).toInstant(),
        row.getObject("to_at", OffsetDateTime.class).toInstant(),
        kept(row.getString("kept")));
  }

  private List<Erased.Kept> kept(String text) {
    var kept = new ArrayList<Erased.Kept>();
    for (JsonNode it : json.readTree(text)) {
      kept.add(
          new Erased.Kept(
              UUID.fromString(it.get("violation_id").asString()),
              it.get("camera_id").asString(),
              Instant.parse(it.get("from").asString()),
              Instant.parse(it.get("to").asString())));
    }
    return kept;
  }
}
