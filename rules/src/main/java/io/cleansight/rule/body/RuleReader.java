package io.cleansight.rule.body;

import io.cleansight.contracts.vocabulary.Priority;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.AlertRule;
import io.cleansight.rule.Rule;
import io.cleansight.rule.condition.BadRuleException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a rule as it is written down. */
public final class RuleReader {
  static final int MOST_CHANNELS = 20;
  private static final int LONGEST_COOLDOWN = (int) Duration.ofDays(7).toSeconds();
  private static final int LONGEST_GATHERING = 600;
  private static final int LONGEST_ESCALATION = (int) Duration.ofDays(1).toSeconds();

  private RuleReader() {}

  /**
   * The rule, empty if it is switched off; it is checked all the same.
   *
   * @throws BadRuleException if it cannot be evaluated
   */
  public static Optional<Rule> read(AlertRule written) {
    FieldChecks.size("name", written.getName().length(), 1, FieldChecks.LONGEST_TEXT);
    checkChannels(written);
    checkPriority(written.getPriority());
    var rule =
        new Rule(
            written.getRuleId(),
            written.getName(),
            written.getRuleType(),
            new Rule.Scope(cameras(written), FieldChecks.labels(written.getLabels())),
            ConditionReader.read(written.getRuleType(), written.getConditions()),
            ScheduleReader.read(written.getSchedule()),
            FieldChecks.seconds("cooldown_seconds", written.getCooldownSeconds(), LONGEST_COOLDOWN),
            written.getPriority(),
            new Rule.Told(written.getNotificationChannels(), written.getRecipients()),
            FieldChecks.seconds("group_seconds", written.getGroupSeconds(), LONGEST_GATHERING),
            FieldChecks.seconds(
                "escalate_after_seconds", written.getEscalateAfterSeconds(), LONGEST_ESCALATION),
            new Rule.Told(written.getEscalationChannels(), written.getEscalationRecipients()));
    return written.getEnabled() ? Optional.of(rule) : Optional.empty();
  }

  private static void checkChannels(AlertRule written) {
    checkChannels("notification_channels", written.getNotificationChannels());
    checkChannels("recipients", written.getRecipients());
    checkChannels("escalation_channels", written.getEscalationChannels());
    checkChannels("escalation_recipients", written.getEscalationRecipients());
  }

  private static void checkChannels(String field, List<String> written) {
    FieldChecks.size(field, written.size(), 0, MOST_CHANNELS);
  }

  private static void checkPriority(String written) {
    if (!Term.words(Priority.class).contains(written)) {
      throw new BadRuleException(
          "priority", "one of " + new TreeSet<>(Term.words(Priority.class)) + ", not " + written);
    }
  }

  private static Set<String> cameras(AlertRule written) {
    var cameras = new HashSet<>(FieldChecks.cameras(written.getCameraIds()));
    if (written.getCameraId() != null) {
      cameras.addAll(FieldChecks.cameras(List.of(written.getCameraId())));
    }
    return cameras;
  }
}
