package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.zone.CompletedStep;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person breaking one rule.
 *
 * @param trackId whose it was when it opened
 * @param frame the frame that opened it
 * @param reason in words and numbers
 * @param timeline what the person did before; empty for what is seen at once
 * @param visit in which it opened, and when that began; null where an earlier release did not say
 * @param closedAt when it was last seen to go on; null while it does
 */
record Episode(
    UUID violationId,
    String type,
    long trackId,
    FrameRef frame,
    double confidence,
    Box box,
    String reason,
    String severity,
    List<CompletedStep> timeline,
    @Nullable OfVisit visit,
    @Nullable Instant closedAt) {

  /** Which visit, and when it began. */
  record OfVisit(UUID id, Instant startedAt) {}

  Episode {
    timeline = List.copyOf(timeline);
  }

  static Episode open(
      String type, Opening by, double confidence, String reason, List<CompletedStep> timeline) {
    return new Episode(
        Ids.violation(by.frame().id(), type, by.trackId()),
        type,
        by.trackId(),
        by.frame(),
        confidence,
        by.box(),
        reason,
        Severity.of(type, by.zones()),
        timeline,
        new OfVisit(by.visit().id(), by.visit().startedAt()),
        null);
  }

  Episode closed(Instant at) {
    return new Episode(
        violationId, type, trackId, frame, confidence, box, reason, severity, timeline, visit, at);
  }
}
