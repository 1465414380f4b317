package io.cleansight.query.erasure;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Erasure;
import io.cleansight.event.ErasureExemption;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.TimeRange;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/erasures}, for admins. */
@RestController
@RequestMapping(ErasureController.PATH)
class ErasureController {
  static final String PATH = "/api/v1/erasures";

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
  private final CommandPublisher commands;
  private final Audit audit;
  private final Clock clock;

  ErasureController(JdbcClient jdbc, CommandPublisher commands, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.commands = commands;
    this.audit = audit;
    this.clock = clock;
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

  private record Held(UUID id, String cameraId, Instant fromAt, Instant toAt) {}

  /**
   * Erases what was seen of cameras in a time that is over: records, violations that opened then
   * with their pictures and what was decided about them, hand washes and sanitisations, and the
   * same in archived days. What is under legal hold is kept. Sums stay.
   */
  @PostMapping
  ResponseEntity<ErasureView> erase(
      Caller caller,
      @RequestBody ErasureBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    TimeRange range = body.range(clock);
    caller.mustSee(body.cameraIds(), List.of());
    UUID id = IdempotencyKey.of(caller, key).id();
    URI location = URI.create(PATH + "/" + id);
    Optional<ErasureView> known = find(id);
    if (known.isPresent()) {
      return ResponseEntity.created(location).body(known.get());
    }
    audit.note(
        caller,
        "erasure_requested",
        "%s: %s from %s to %s"
            .formatted(id, String.join(", ", body.cameraIds()), range.from(), range.to()),
        null);
    commands.send(
        Topics.ERASURES,
        id,
        Erasure.newBuilder()
            .setErasureId(id)
            .setCameraIds(body.cameraIds())
            .setFromAt(range.from())
            .setToAt(range.to())
            .setReason(body.reason())
            .setRequestedBy(caller.name())
            .setRequestedAt(commands.now())
            .setKept(held(body.cameraIds(), range))
            .build());
    return commands
        .await(() -> find(id))
        .map(made -> ResponseEntity.created(location).body(made))
        .orElseGet(() -> ResponseEntity.accepted().location(location).build());
  }

  /** An erasure, and what came of it. */
  @GetMapping("/{id}")
  ErasureView one(Caller caller, @PathVariable UUID id) {
    return find(id)
        .filter(it -> it.cameraIds().stream().allMatch(caller::maySee))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no erasure " + id));
  }

  private List<ErasureExemption> held(List<String> cameras, TimeRange range) {
    return jdbc
        .sql(HELD)
        .param("cameras", cameras)
        .param("from", range.from().atOffset(UTC))
        .param("to", range.to().atOffset(UTC))
        .query(Held.class)
        .list()
        .stream()
        .map(
            it ->
                ErasureExemption.newBuilder()
                    .setViolationId(it.id())
                    .setCameraId(it.cameraId())
                    .setFromAt(it.fromAt())
                    .setToAt(it.toAt())
                    .build())
        .toList();
  }

  private Optional<ErasureView> find(UUID id) {
    return jdbc.sql(FIND)
        .param("id", id)
        .param("line", Ids.erasureResult(id))
        .query(
            (row, _) ->
                new ErasureView(
                    row.getObject("id", UUID.class),
                    List.of((String[]) row.getArray("camera_ids").getArray()),
                    row.getObject("from_at", OffsetDateTime.class),
                    row.getObject("to_at", OffsetDateTime.class),
                    row.getString("reason"),
                    row.getString("requested_by"),
                    row.getObject("requested_at", OffsetDateTime.class),
                    List.of((String[]) row.getArray("kept").getArray()).stream()
                        .map(UUID::fromString)
                        .toList(),
                    row.getObject("applied_at", OffsetDateTime.class),
                    row.getString("result")))
        .optional();
  }
}
