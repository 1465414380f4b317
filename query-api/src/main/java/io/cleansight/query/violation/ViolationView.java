package io.cleansight.query.violation;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.web.PageItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A violation as callers see it; names as in the table.
 *
 * @param bbox JSON, fractions of the frame
 * @param reason in English
 * @param reasonCode what the reason says; null where its inference-service did not say
 * @param reasonParameters JSON, what the reason says, by name; null without a code
 * @param timeline JSON, what the person did before, oldest first: {@code what}, {@code at}, {@code
 *     duration_millis}
 * @param zones types of the zones that the person was in when it opened; empty where an earlier
 *     release did not say
 * @param legalHold whether it is kept with its picture and records past every age
 * @param liftRequestedBy who asked for the hold to be lifted, which another is to confirm within
 *     seven days; null: nobody
 * @param untimely why its time cannot be right, {@code future} or {@code expired}; null if it can.
 *     It counts in no statistics and fires no rule
 * @param version to be sent along with a decision, so that two people do not overrule each other
 *     unknowingly
 * @param clipState of its video: {@code awaited}, {@code present}, {@code partial}, {@code
 *     missing}, {@code expired}; null: no clips were made when it came
 * @param clipReason what is wrong with a clip that is partial or missing, for instance {@code
 *     beginning_missing}
 * @param clipFrom when what the clip shows began; null while there is none
 * @param clipTo when it ended
 */
record ViolationView(
    UUID id,
    UUID detectionId,
    String cameraId,
    OffsetDateTime timestamp,
    @Nullable OffsetDateTime closedAt,
    String violationType,
    long trackId,
    double confidence,
    @JsonRawValue String bbox,
    String reason,
    @Nullable String reasonCode,
    @JsonRawValue @Nullable String reasonParameters,
    String severity,
    @JsonRawValue String timeline,
    String status,
    @Nullable String snapshotPath,
    String snapshotState,
    @Nullable OffsetDateTime handledAt,
    @Nullable String handledBy,
    @Nullable String notes,
    @Nullable String reviewReason,
    @Nullable String assignee,
    List<String> zones,
    boolean legalHold,
    @Nullable String liftRequestedBy,
    @Nullable OffsetDateTime liftRequestedAt,
    @Nullable String untimely,
    int version,
    @Nullable String clipState,
    @Nullable String clipReason,
    @Nullable OffsetDateTime clipFrom,
    @Nullable OffsetDateTime clipTo)
    implements PageItem {

  /** Of a row, by hand: a page of fifty is mapped by reflection in half the time it is read in. */
  static ViolationView of(ResultSet row, int number) throws SQLException {
    return new ViolationView(
        row.getObject("id", UUID.class),
        row.getObject("detection_id", UUID.class),
        row.getString("camera_id"),
        row.getObject("timestamp", OffsetDateTime.class),
        row.getObject("closed_at", OffsetDateTime.class),
        row.getString("violation_type"),
        row.getLong("track_id"),
        row.getDouble("confidence"),
        row.getString("bbox"),
        row.getString("reason"),
        row.getString("reason_code"),
        row.getString("reason_parameters"),
        row.getString("severity"),
        row.getString("timeline"),
        row.getString("status"),
        row.getString("snapshot_path"),
        row.getString("snapshot_state"),
        row.getObject("handled_at", OffsetDateTime.class),
        row.getString("handled_by"),
        row.getString("notes"),
        row.getString("review_reason"),
        row.getString("assignee"),
        zones(row.getString("zones")),
        row.getBoolean("legal_hold"),
        row.getString("lift_requested_by"),
        row.getObject("lift_requested_at", OffsetDateTime.class),
        row.getString("untimely"),
        row.getInt("version"),
        row.getString("clip_state"),
        row.getString("clip_reason"),
        row.getObject("clip_from", OffsetDateTime.class),
        row.getObject("clip_to", OffsetDateTime.class));
  }

  /** As the query joins them. */
  private static List<String> zones(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
  }
}
