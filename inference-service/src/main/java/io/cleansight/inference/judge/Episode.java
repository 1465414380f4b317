package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.zone.CompletedStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person breaking one rule.
 *
 * @param trackId whose it was when it opened
 * @param frame the frame that opened it
 * @param reason in English words and numbers
 * @param timeline what the person did before; empty for what is seen at once
 * @param visit in which it opened, and when that began; null where an earlier release did not say
 * @param because what the reason says, for other languages; null where an earlier release did not
 *     say
 * @param zones types of the zones that the person was in when it opened; empty where an earlier
 *     release did not say
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
    @Nullable Because because,
    List<String> zones,
    @Nullable Instant closedAt) {

  /** Which visit, and when it began. */
  record OfVisit(UUID id, Instant startedAt) {}

  /** What a reason says: its code and parameters. */
  record Because(String code, Map<String, String> parameters) {
    Because {
      parameters = Map.copyOf(parameters);
    }
  }

  Episode {
    timeline = List.copyOf(timeline);
    zones = List.copyOf(zones);
  }

  static Episode open(
      String type, Opening by, double confidence, Statement reason, List<CompletedStep> timeline) {
    return new Episode(
        Ids.violation(by.frame().id(), type, by.trackId()),
        type,
        by.trackId(),
        by.frame(),
        confidence,
        by.box(),
        reason.english(),
        Severity.of(type, by.zones()),
        timeline,
        new OfVisit(by.visit().id(), by.visit().startedAt()),
        new Because(reason.code(), reason.parameters()),
        by.zones(),
        null);
  }

  Episode closed(Instant at) {
    return new Episode(
        violationId,
        type,
        trackId,
        frame,
        confidence,
        box,
        reason,
        severity,
        timeline,
        visit,
        because,
        zones,
        at);
  }
}
