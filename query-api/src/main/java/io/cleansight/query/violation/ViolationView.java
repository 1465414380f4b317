package io.cleansight.query.violation;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A violation as callers see it; names as in the table.
 *
 * @param bbox JSON, fractions of the frame
 * @param timeline JSON, what the person did before, oldest first: {@code what}, {@code at}, {@code
 *     duration_millis}
 * @param legalHold whether it is kept with its picture and records past every age
 * @param version to be sent along with a decision, so that two people do not overrule each other
 *     unknowingly
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
    boolean legalHold,
    int version) {}
