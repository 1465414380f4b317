package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import de.bytefish.pgbulkinsert.row.SimpleRow;
import de.bytefish.pgbulkinsert.row.SimpleRowWriter;
import io.cleansight.event.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Records of single frames. A batch goes by COPY, the fastest way in; a frame alone by INSERT,
 * which passes over a record that is there: OnceWriter tries them singly where a batch is refused.
 */
@Repository
class DetectionStore {
  private static final String[] COLUMNS = {
    "id",
    "camera_id",
    "timestamp",
    "frame_number",
    "person_count",
    "hairnet_violations",
    "handwash_events",
    "sanitize_events",
    "person_detections",
    "hairnet_results",
    "handwash_results",
    "sanitize_results",
    "processing_time",
    "fps"
  };
  private static final SimpleRowWriter.Table TABLE =
      new SimpleRowWriter.Table("detection_records", COLUMNS);
  private static final String INSERT =
      """
      INSERT INTO detection_records
        (id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
         person_detections, hairnet_results, handwash_results, sanitize_results, processing_time, fps)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?)
      ON CONFLICT (id, timestamp) DO NOTHING
      """;

  private final JdbcTemplate jdbc;
  private final JdbcClient client;

  DetectionStore(JdbcTemplate jdbc, JdbcClient client) {
    this.jdbc = jdbc;
    this.client = client;
  }

  void insert(List<Activity> frames) {
    if (frames.size() == 1) {
      insert(frames.getFirst());
    } else if (!frames.isEmpty()) {
      jdbc.execute(
          (ConnectionCallback<Integer>)
              connection -> {
                copy(connection, frames);
                return frames.size();
              });
    }
  }

  private static void copy(Connection connection, List<Activity> frames) throws SQLException {
    try (var writer = new SimpleRowWriter(TABLE, connection.unwrap(PGConnection.class))) {
      for (Activity frame : frames) {
        writer.startRow(row -> fill(row, frame));
      }
    } catch (RuntimeException e) {
      // The library wraps what the database said; Spring is to tell its kinds apart.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException said) {
          throw said;
        }
      }
      throw e;
    }
  }

  private static void fill(SimpleRow row, Activity frame) {
    row.setUUID(0, frame.getFrameId());
    row.setText(1, frame.getCameraId());
    row.setTimeStampTz(2, frame.getCapturedAt().atZone(UTC));
    row.setLong(3, frame.getSequence());
    row.setInteger(4, frame.getPeople().size());
    row.setInteger(5, frame.getHairnetViolations());
    row.setInteger(6, FrameCount.events(frame, FrameCount.HANDWASH));
    row.setInteger(7, FrameCount.events(frame, FrameCount.SANITIZE));
    row.setJsonb(8, FrameJson.people(frame));
    row.setJsonb(9, FrameJson.hairnets(frame));
    row.setJsonb(10, FrameJson.events(frame, FrameCount.HANDWASH));
    row.setJsonb(11, FrameJson.events(frame, FrameCount.SANITIZE));
    row.setDouble(12, frame.getProcessingMicros() / 1e6);
    row.setDouble(13, frame.getFps());
  }

  private void insert(Activity frame) {
    client
        .sql(INSERT)
        .params(
            frame.getFrameId(),
            frame.getCameraId(),
            frame.getCapturedAt().atOffset(UTC),
            frame.getSequence(),
            frame.getPeople().size(),
            frame.getHairnetViolations(),
            FrameCount.events(frame, FrameCount.HANDWASH),
            FrameCount.events(frame, FrameCount.SANITIZE),
            FrameJson.people(frame),
            FrameJson.hairnets(frame),
            FrameJson.events(frame, FrameCount.HANDWASH),
            FrameJson.events(frame, FrameCount.SANITIZE),
            frame.getProcessingMicros() / 1e6,
            frame.getFps())
        .update();
  }
}
