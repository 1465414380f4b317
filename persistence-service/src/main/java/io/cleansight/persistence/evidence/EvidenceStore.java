package io.cleansight.persistence.evidence;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Bbox;
import io.cleansight.contracts.vocabulary.EvidenceState;
import io.cleansight.event.Evidence;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.snapshot.Snapshots;
import java.nio.ByteBuffer;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * Evidence: its picture in the store for pictures, and a row that says where, how large, of which
 * content.
 */
@Repository
public class EvidenceStore {
  private static final String RECORD =
      """
      INSERT INTO violation_snapshots (violation_id, state, captured_at, path, store, sha256, bytes, thumbnail, heads)
      VALUES (:id, :state, :at, :path, :store, :sha256, :bytes, :thumbnail, :heads::jsonb)
      ON CONFLICT (violation_id) DO NOTHING
      """;
  private static final String KNOWN =
      "SELECT EXISTS (SELECT FROM violation_snapshots WHERE violation_id = :id) OR EXISTS (SELECT FROM erased_violations WHERE id = :id)";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(UTC);

  private static final String JPEG = "image/jpeg";

  private final Snapshots snapshots;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  EvidenceStore(Snapshots snapshots, JdbcClient jdbc, JsonMapper json) {
    this.json = json;
    this.snapshots = snapshots;
    this.jdbc = jdbc;
  }

  /** The key under which the picture is kept; empty if there is no picture. */
  public Optional<String> pathOf(Evidence evidence) {
    return pictureOf(evidence)
        .map(
            _ ->
                "violations/%s/%s.jpg"
                    .formatted(DAY.format(evidence.getCapturedAt()), evidence.getViolationId()));
  }

  /**
   * Keeps the picture, if there is one and it was not here before, perhaps to be gone again; before
   * the transaction that tells of it.
   */
  public void put(Evidence evidence) {
    boolean known =
        jdbc.sql(KNOWN).param("id", evidence.getViolationId()).query(Boolean.class).single();
    (known ? Optional.<byte[]>empty() : pictureOf(evidence))
        .ifPresent(jpeg -> snapshots.current().put(pathOf(evidence).orElseThrow(), jpeg, JPEG));
  }

  /** The name of the store into which pictures go now. */
  public String store() {
    return snapshots.current().name();
  }

  /** Writes the row; inside the transaction. */
  public void record(Evidence evidence) {
    Optional<byte[]> jpeg = pictureOf(evidence);
    jdbc.sql(RECORD)
        .param("id", evidence.getViolationId())
        .param(
            "state", jpeg.isPresent() ? EvidenceState.PRESENT.word() : EvidenceState.MISSING.word())
        .param("at", evidence.getCapturedAt().atOffset(UTC))
        .param("path", pathOf(evidence).orElse(null), java.sql.Types.VARCHAR)
        .param(
            "store", jpeg.map(_ -> snapshots.current().name()).orElse(null), java.sql.Types.VARCHAR)
        .param("sha256", jpeg.map(DeadLetter::sha256).orElse(null), java.sql.Types.VARCHAR)
        .param("bytes", jpeg.map(it -> it.length).orElse(null), java.sql.Types.INTEGER)
        .param("heads", heads(evidence).orElse(null), java.sql.Types.VARCHAR)
        .param("thumbnail", jpeg.flatMap(Thumbnail::of).orElse(null), java.sql.Types.BINARY)
        .update();
  }

  private Optional<String> heads(Evidence evidence) {
    return Optional.ofNullable(evidence.getHeads())
        .map(it -> json.writeValueAsString(it.stream().map(Bbox::of).toList()));
  }

  private static Optional<byte[]> pictureOf(Evidence evidence) {
    return EvidenceState.PRESENT.is(evidence.getState())
        ? Optional.ofNullable(evidence.getJpeg()).map(EvidenceStore::bytes)
        : Optional.empty();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
