package io.cleansight.query.erasure;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Ids;
import io.cleansight.event.ErasureExemption;
import io.cleansight.query.web.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads erasures, and what a legal hold keeps from them. */
@Repository
class ErasureReader {
  private static final String FIND =
      """
      SELECT erasure.id, erasure.camera_ids, erasure.from_at, erasure.to_at, erasure.reason, erasure.requested_by,
             erasure.requested_at, erasure.applied_at,
             ARRAY(SELECT jsonb_array_elements(erasure.kept) ->> 'violation_id') AS kept, line.target AS result
      FROM erasures AS erasure LEFT JOIN audit_log AS line ON line.id = :line
      WHERE erasure.id = :id
      """;

  /** Its records are from an hour before, as are the steps that led to it, to its end. */
  private static final String HELD =
      """
      SELECT id, camera_id, timestamp - interval '1 hour' AS from_at, COALESCE(closed_at, timestamp + interval '1 hour') AS to_at
      FROM violation_events
      WHERE legal_hold AND camera_id IN (:cameras)
        AND timestamp - interval '1 hour' < :to AND COALESCE(closed_at, timestamp + interval '1 hour') >= :from
      ORDER BY timestamp, id LIMIT 10000
      """;

  private final JdbcClient jdbc;

  ErasureReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An erasure.
   *
   * @param kept violations that were under legal hold when it was asked for: they are not erased,
   *     nor what belongs to them
   * @param appliedAt when what was there was erased; null: it is under way, and nothing new is
   *     written
   * @param result what was erased, counted, as it stands in the audit
   */
  record ErasureView(
      UUID id,
      List<String> cameraIds,
      OffsetDateTime from,
      OffsetDateTime to,
      String reason,
      String requestedBy,
      OffsetDateTime requestedAt,
      List<UUID> kept,
      @Nullable OffsetDateTime appliedAt,
      @Nullable String result) {}

  private record Held(UUID id, String cameraId, Instant fromAt, Instant toAt) {
    private ErasureExemption exemption() {
      return ErasureExemption.newBuilder()
          .setViolationId(id)
          .setCameraId(cameraId)
          .setFromAt(fromAt)
          .setToAt(toAt)
          .build();
    }
  }

  /** Violations of those cameras and that time that are under legal hold. */
  List<ErasureExemption> held(List<String> cameras, TimeRange range) {
    return jdbc
        .sql(HELD)
        .param("cameras", cameras)
        .param("from", range.from().atOffset(UTC))
        .param("to", range.to().atOffset(UTC))
        .query(Held.class)
        .list()
        .stream()
        .map(Held::exemption)
        .toList();
  }

  Optional<ErasureView> find(UUID id) {
    return jdbc.sql(FIND)
        .param("id", id)
        .param("line", Ids.erasureResult(id))
        .query(ErasureReader::view)
        .optional();
  }

  private static ErasureView view(ResultSet row, int number) throws SQLException {
    return new ErasureView(
        row.getObject("id", UUID.class),
        List.of((String[]) row.getArray("camera_ids").getArray()),
        row.getObject("from_at", OffsetDateTime.class),
        row.getObject("to_at", OffsetDateTime.class),
        row.getString("reason"),
        row.getString("requested_by"),
        row.getObject("requested_at", OffsetDateTime.class),
        Arrays.stream((String[]) row.getArray("kept").getArray()).map(UUID::fromString).toList(),
        row.getObject("applied_at", OffsetDateTime.class),
        row.getString("result"));
  }
}
