package io.cleansight.rule.body;

import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.Silence;
import io.cleansight.rule.condition.BadRuleException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A silence or a maintenance window as people and programs write it in JSON. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SilenceBody(
    @Nullable String kind,
    @Nullable String comment,
    @Nullable List<String> cameraIds,
    @Nullable List<String> labels,
    @Nullable List<UUID> ruleIds,
    @Nullable OffsetDateTime startsAt,
    @Nullable OffsetDateTime endsAt,
    RuleBody.@Nullable ScheduleBody schedule) {

  /**
   * As it is sent, checked.
   *
   * @param by who makes it
   * @param now its beginning, if it names none
   * @throws BadRuleException if it cannot be used
   */
  public Silence event(UUID id, String by, Instant now) {
    Instant from = startsAt == null ? now : startsAt.toInstant();
    var event =
        Silence.newBuilder()
            .setSilenceId(id)
            .setKind(kind == null ? SilenceKind.SILENCE.word() : kind)
            .setComment(FieldChecks.given("comment", comment))
            .setCameraIds(FieldChecks.texts("camera_ids", cameraIds))
            .setLabels(FieldChecks.texts("labels", labels))
            .setRuleIds(ruleIds == null ? List.of() : ruleIds)
            .setStartsAt(from.truncatedTo(ChronoUnit.MICROS))
            .setEndsAt(
                FieldChecks.given("ends_at", endsAt).toInstant().truncatedTo(ChronoUnit.MICROS))
            .setSchedule(schedule == null ? null : schedule.event())
            .setCreatedBy(by)
            .build();
    var _ = SilenceWindowReader.read(event);
    return event;
  }
}
