package io.cleansight.query.video;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what is recorded. */
@Repository
class RecordingReader {
  private static final String SELECT =
      """
      SELECT id, "from", "to", codec, width, height, bytes FROM (
        SELECT id, camera_id, from_at AS timestamp, from_at AS "from", to_at AS "to", codec, width, height, bytes
        FROM recordings) AS recording""";
  private static final String FILES =
      """
      SELECT epoch, generation, opening, init_sha256, init_bytes, fragments::text AS fragments, store, path FROM recordings
      WHERE camera_id = :camera AND from_at < :to AND from_at > :since AND to_at > :from ORDER BY from_at, id
      """;

  private static final String PLAYS_FILES =
      "SELECT true FROM camera_status WHERE camera_id = :camera AND source_kind = 'recorded'";

  /** No file is of so long a time. */
  private static final Duration LONGEST_FILE = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final JsonMapper json;

  RecordingReader(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A file of a camera's recorded video, of about a minute.
   *
   * @param to when its last picture ends
   * @param codec as RFC 6381 has it
   */
  record RecordingView(
      UUID id,
      OffsetDateTime from,
      OffsetDateTime to,
      String codec,
      int width,
      int height,
      long bytes) {}

  /** Those in which something of the time is; newest first, one more than the page's size. */
  List<RecordingView> page(String camera, TimeRange range, PageRequest request) {
    return Sql.select(SELECT)
        .where("camera_id", camera)
        .where(true, "timestamp < :end AND timestamp > :since AND \"to\" > :begin")
        .with("begin", range.from().atOffset(UTC))
        .with("end", range.to().atOffset(UTC))
        .with("since", range.from().minus(LONGEST_FILE).atOffset(UTC))
        .newestFirst(request)
        .on(jdbc)
        .query(RecordingView.class)
        .list();
  }

  /** Whether it plays recorded files, whose times are those of the file. */
  boolean playsFiles(String camera) {
    return jdbc.sql(PLAYS_FILES)
        .param("camera", camera)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** The fragments of all files in which something of the time is. */
  List<Piece> pieces(String camera, TimeRange range) {
    return jdbc
        .sql(FILES)
        .param("camera", camera)
        .param("from", range.from().atOffset(UTC))
        .param("to", range.to().atOffset(UTC))
        .param("since", range.from().minus(LONGEST_FILE).atOffset(UTC))
        .query(this::pieces)
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<Piece> pieces(ResultSet row, int number) throws SQLException {
    var run =
        new Piece.Run(
            row.getObject("epoch", OffsetDateTime.class).toInstant(),
            row.getLong("generation"),
            row.getInt("opening"),
            row.getString("init_sha256"));
    var pieces = new ArrayList<Piece>();
    for (JsonNode it : json.readTree(row.getString("fragments"))) {
      var place =
          new Piece.InFile(
              row.getString("store"),
              row.getString("path"),
              row.getInt("init_bytes"),
              it.get(1).asLong(),
              it.get(2).asInt());
      pieces.add(
          new Piece(
              run,
              it.get(0).asLong(),
              instant(it.get(3).asLong()),
              instant(it.get(4).asLong()),
              it.get(5).asInt() == 1,
              place));
    }
    return pieces;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
