package io.cleansight.persistence.recording;

import static java.time.ZoneOffset.UTC;

import io.cleansight.messaging.deadletter.DeadLetter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The index of what is recorded, and of the files that are to leave their stores. */
@Repository
class RecordingStore {
  private static final String RECORDED_CAMERAS = "SELECT id FROM cameras WHERE record_video";
  private static final String LAST_SEQUENCE =
      """
      SELECT last_sequence FROM recordings
      WHERE camera_id = :camera AND epoch = :epoch AND generation = :generation
      ORDER BY last_sequence DESC LIMIT 1
      """;

  /** It leaves unless a row comes; a day is more than any trouble that Kafka waits for. */
  private static final String INTEND =
      """
      INSERT INTO leaving_recordings AS leaving (path, store, not_before)
      VALUES (:path, :store, now() + interval '1 day')
      ON CONFLICT (path, store) DO UPDATE SET not_before = EXCLUDED.not_before
      RETURNING xmax <> 0 AS known
      """;

  private static final String ADD =
      """
      INSERT INTO recordings
        (id, camera_id, epoch, generation, opening, first_sequence, last_sequence, from_at, to_at, codec, width, height,
         init_sha256, init_bytes, fragments, store, path, bytes, sha256)
      VALUES (:id, :camera, :epoch, :generation, :opening, :firstSequence, :lastSequence, :from, :to, :codec, :width, :height,
              :initSha256, :initBytes, :fragments::jsonb, :store, :path, :bytes, :sha256)
      ON CONFLICT DO NOTHING
      """;
  private static final String STAYS =
      """
      DELETE FROM leaving_recordings AS leaving
      WHERE path = :path AND store = :store
        AND EXISTS (SELECT FROM recordings AS kept WHERE kept.path = leaving.path AND kept.store = leaving.store)
      """;
  private static final String LEAVING =
      "SELECT path, store FROM leaving_recordings WHERE not_before <= now() ORDER BY not_before LIMIT :limit";
  private static final String LEFT =
      "DELETE FROM leaving_recordings WHERE path = :path AND store = :store AND not_before <= now()";

  private final JdbcClient jdbc;

  RecordingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A file that is to leave its store. */
  record Leaving(String path, String store) {}

  /** Ids of the cameras that are recorded. */
  Set<String> recordedCameras() {
    return jdbc.sql(RECORDED_CAMERAS).query(String.class).list().stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The last segment of the run that is recorded; empty if none is. */
  OptionalLong lastSequence(Run run) {
    List<Long> last =
        jdbc.sql(LAST_SEQUENCE)
            .param("camera", run.cameraId())
            .param("epoch", run.epoch().atOffset(UTC))
            .param("generation", run.generation())
            .query(Long.class)
            .list();
    return last.isEmpty() ? OptionalLong.empty() : OptionalLong.of(last.getFirst());
  }

  /**
   * Says that a file is about to be written, so that it goes should nobody come to say what it is.
   *
   * @return whether that was said before and still holds
   */
  boolean intend(Recording recording) {
    return jdbc.sql(INTEND)
        .param("path", recording.path())
        .param("store", recording.store())
        .query(Boolean.class)
        .single();
  }

  /**
   * Adds a file that is in its store; inside a transaction. One that begins with the same segment
   * stays as it is, and this one leaves.
   *
   * @throws IllegalStateException if the file is leaving: it was intended too long ago
   */
  void add(Recording recording) {
    int added =
        jdbc.sql(ADD)
            .param("id", recording.id())
            .param("camera", recording.run().cameraId())
            .param("epoch", recording.run().epoch().atOffset(UTC))
            .param("generation", recording.run().generation())
            .param("opening", recording.run().opening())
            .param("firstSequence", recording.firstSequence())
            .param("lastSequence", recording.lastSequence())
            .param("from", recording.from().atOffset(UTC))
            .param("to", recording.to().atOffset(UTC))
            .param("codec", recording.run().codec())
            .param("width", recording.run().width())
            .param("height", recording.run().height())
            .param("initSha256", sha256(recording.run().init()))
            .param("initBytes", recording.run().init().remaining())
            .param("fragments", recording.fragments())
            .param("store", recording.store())
            .param("path", recording.path())
            .param("bytes", recording.bytes())
            .param("sha256", recording.sha256())
            .update();
    int stays =
        jdbc.sql(STAYS).param("path", recording.path()).param("store", recording.store()).update();
    if (added == 1 && stays == 0) {
      throw new IllegalStateException(recording.path() + " was let go before it was indexed");
    }
  }

  private static String sha256(ByteBuffer init) {
    var bytes = new byte[init.remaining()];
    init.duplicate().get(bytes);
    return DeadLetter.sha256(bytes);
  }

  /** Some of the files that are to leave now. */
  List<Leaving> leaving(int limit) {
    return jdbc.sql(LEAVING).param("limit", limit).query(Leaving.class).list();
  }

  /** It has left its store. */
  void left(Leaving file) {
    jdbc.sql(LEFT).param("path", file.path()).param("store", file.store()).update();
  }
}
