package io.cleansight.persistence.clip;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.video.ClipReason;
import io.cleansight.contracts.vocabulary.video.ClipState;
import io.cleansight.event.Violation;
import io.cleansight.persistence.clip.KeptClip.Content;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which clips are to be made, and which are there. */
@Repository
public class ClipStore {
  /** Of a file of long ago all may have been captured: it is looked at when its violation comes. */
  private static final String WANT =
      """
      INSERT INTO violation_clips (violation_id, camera_id, opened_at, appended_at, from_at, to_at, latest_at, due_at)
      VALUES (:id, :camera, :opened, :appended, :from, :to, :latest, LEAST(:to, now()) + interval '2 seconds')
      ON CONFLICT (violation_id) DO NOTHING
      """;

  /** Of a time of which something was erased, but for what was held then. */
  private static final String FORGO =
      """
      UPDATE violation_clips AS clip SET state = 'expired', reason = 'erased'
      WHERE violation_id = :id AND state = 'awaited' AND EXISTS (
        SELECT FROM erasures AS erasure
        WHERE clip.camera_id = ANY (erasure.camera_ids)
          AND clip.from_at < erasure.to_at AND clip.latest_at > erasure.from_at
          AND NOT erasure.kept @> jsonb_build_array(jsonb_build_object('violation_id', clip.violation_id)))
      """;

  /**
   * Whoever makes it now has it until then; of one that is erased it is the same as if it closed
   * before.
   */
  private static final String CLOSE =
      """
      UPDATE violation_clips
      SET to_at = :to, due_at = CASE WHEN path IS NULL THEN LEAST(:to, now()) + interval '2 seconds' ELSE due_at END
      WHERE violation_id = :id AND (state = 'awaited' OR reason = 'erased') AND to_at > :to
      """;

  private static final String CLAIM =
      """
      UPDATE violation_clips
      SET attempts = attempts + 1, due_at = now() + :lease * interval '1 second', store = :store,
          path = 'violations/' || to_char(opened_at AT TIME ZONE 'UTC', 'YYYY/MM/DD') || '/' || violation_id || '.mp4',
          blurred_path =
            'violations/' || to_char(opened_at AT TIME ZONE 'UTC', 'YYYY/MM/DD') || '/' || violation_id || '.blurred.mp4'
      WHERE violation_id = (
        SELECT violation_id FROM violation_clips WHERE state = 'awaited' AND due_at <= now()
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING violation_id, camera_id, from_at, opened_at, to_at, appended_at, created_at, attempts, store, path,
        blurred_path
      """;
  private static final String PROLONG =
      """
      UPDATE violation_clips SET due_at = now() + :lease * interval '1 second'
      WHERE violation_id = :id AND state = 'awaited' AND attempts = :attempts
      """;
  private static final String POSTPONE =
      """
      UPDATE violation_clips
      SET due_at = now() + :seconds * interval '1 second', store = NULL, path = NULL, blurred_path = NULL
      WHERE violation_id = :id AND state = 'awaited' AND attempts = :attempts
      """;
  private static final String KEEP =
      """
      UPDATE violation_clips
      SET state = :state, reason = :reason, first_at = :first, last_at = :last, codec = :codec, store = :store,
          path = :path, sha256 = :sha256, bytes = :bytes,
          blurred_path = :blurredPath, blurred_sha256 = :blurredSha256, blurred_bytes = :blurredBytes
      WHERE violation_id = :id AND state = 'awaited' AND attempts = :attempts
      """;
  private static final String MISS =
      """
      UPDATE violation_clips SET state = 'missing', reason = :reason, store = NULL, path = NULL, blurred_path = NULL
      WHERE violation_id = :id AND state = 'awaited' AND attempts = :attempts
      """;

  private final JdbcClient jdbc;
  private final ClipProperties properties;

  ClipStore(JdbcClient jdbc, ClipProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /**
   * Has a violation's clip be made once enough has come; within the transaction that writes the
   * violation, and again when it closes.
   *
   * <p>What is erased must have been asked for before in that transaction.
   *
   * @param appended when the event lay in its topic
   */
  public void want(Violation violation, Instant appended) {
    if (properties.longest().isZero()) {
      return;
    }
    var window = ClipWindow.of(violation.getOpenedAt(), violation.getClosedAt(), properties);
    int added =
        jdbc.sql(WANT)
            .param("id", violation.getViolationId())
            .param("camera", violation.getCameraId())
            .param("opened", window.opened().atOffset(UTC))
            .param("appended", appended.atOffset(UTC))
            .param("from", window.from().atOffset(UTC))
            .param("to", window.to().atOffset(UTC))
            .param("latest", window.from().plus(properties.longest()).atOffset(UTC))
            .update();
    if (added == 1) {
      jdbc.sql(FORGO).param("id", violation.getViolationId()).update();
    } else if (violation.getClosedAt() != null) {
      jdbc.sql(CLOSE)
          .param("id", violation.getViolationId())
          .param("to", window.to().atOffset(UTC))
          .update();
    }
  }

  /** One that is due and that nobody else makes now; it is the caller's for that long. */
  Optional<DueClip> claim(String store, Duration lease) {
    return jdbc.sql(CLAIM)
        .param("store", store)
        .param("lease", lease.toSeconds())
        .query(DueClip.class)
        .optional();
  }

  /** False if it is somebody else's meanwhile, or is not wanted any more. */
  boolean prolong(DueClip clip, Duration lease) {
    return jdbc.sql(PROLONG)
            .param("id", clip.violationId())
            .param("attempts", clip.attempts())
            .param("lease", lease.toSeconds())
            .update()
        == 1;
  }

  /** It is to be looked at again. */
  void postpone(DueClip clip, Duration wait) {
    jdbc.sql(POSTPONE)
        .param("id", clip.violationId())
        .param("attempts", clip.attempts())
        .param("seconds", wait.toSeconds())
        .update();
  }

  /** It is there; false if it was somebody else's meanwhile, or is not wanted any more. */
  boolean keep(DueClip clip, KeptClip kept) {
    ClipState state = kept.label().reason() == null ? ClipState.PRESENT : ClipState.PARTIAL;
    @Nullable Content blurred = kept.blurred();
    return jdbc.sql(KEEP)
            .param("id", clip.violationId())
            .param("attempts", clip.attempts())
            .param("state", state.word())
            .param("reason", kept.label().reason(), Types.VARCHAR)
            .param("first", kept.label().first().atOffset(UTC))
            .param("last", kept.label().last().atOffset(UTC))
            .param("codec", kept.label().codec())
            .param("store", kept.store())
            .param("path", kept.plain().path())
            .param("sha256", kept.plain().sha256())
            .param("bytes", kept.plain().bytes())
            .param("blurredPath", blurred == null ? null : blurred.path(), Types.VARCHAR)
            .param("blurredSha256", blurred == null ? null : blurred.sha256(), Types.VARCHAR)
            .param("blurredBytes", blurred == null ? null : blurred.bytes(), Types.INTEGER)
            .update()
        == 1;
  }

  /** There will be none. */
  void miss(DueClip clip, ClipReason reason) {
    jdbc.sql(MISS)
        .param("id", clip.violationId())
        .param("attempts", clip.attempts())
        .param("reason", reason.word())
        .update();
  }
}
