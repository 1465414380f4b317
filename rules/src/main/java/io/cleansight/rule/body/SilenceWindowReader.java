package io.cleansight.rule.body;

import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.Silence;
import io.cleansight.rule.SilenceWindow;
import io.cleansight.rule.condition.BadRuleException;
import java.util.Set;

/** Reads a silence or a maintenance window as it is written down. */
public final class SilenceWindowReader {
  private SilenceWindowReader() {}

  /**
   * The time in which it is quiet.
   *
   * @throws BadRuleException if it cannot be used
   */
  public static SilenceWindow read(Silence written) {
    if (!SilenceKind.SILENCE.is(written.getKind())
        && !SilenceKind.MAINTENANCE.is(written.getKind())) {
      throw new BadRuleException("kind", "silence or maintenance, not " + written.getKind());
    }
    FieldChecks.size("comment", written.getComment().length(), 1, FieldChecks.LONGEST_TEXT);
    FieldChecks.size("created_by", written.getCreatedBy().length(), 1, FieldChecks.LONGEST_TEXT);
    FieldChecks.size("rule_ids", written.getRuleIds().size(), 0, FieldChecks.MOST_CAMERAS);
    return new SilenceWindow(
        written.getSilenceId(),
        SilenceKind.MAINTENANCE.is(written.getKind()),
        FieldChecks.cameras(written.getCameraIds()),
        FieldChecks.labels(written.getLabels()),
        Set.copyOf(written.getRuleIds()),
        written.getStartsAt(),
        written.getEndsAt(),
        ScheduleReader.read(written.getSchedule()));
  }
}
