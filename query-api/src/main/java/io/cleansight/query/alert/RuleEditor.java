package io.cleansight.query.alert;

import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.AlertRule;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher.Sent;
import io.cleansight.query.setting.Setting;
import io.cleansight.query.setting.SettingWriter;
import io.cleansight.query.web.IfMatch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Has changes of alert rules decided upon what is set, audited and written. */
@Component
class RuleEditor {
  private final RuleViewReader rules;
  private final SettingWriter writer;
  private final Audit audit;

  RuleEditor(RuleViewReader rules, SettingWriter writer, Audit audit) {
    this.rules = rules;
    this.writer = writer;
    this.audit = audit;
  }

  static boolean isDefault(UUID id) {
    return DefaultRules.all().stream().anyMatch(rule -> rule.getRuleId().equals(id));
  }

  /** Makes a rule, whose id is its command's; nothing, if that was done before. */
  Optional<Sent> create(Caller by, AlertRule rule) throws InterruptedException {
    UUID id = rule.getRuleId();
    return writer.writeRule(
        id,
        now -> now.isPresent() ? List.of() : List.of(writer.set(Topics.ALERT_RULES, id, rule)),
        () -> note(by, AuditAction.RULE_SET, id));
  }

  /** Replaces a rule, unless somebody else has meanwhile. */
  Optional<Sent> replace(Caller by, AlertRule rule, UUID command, IfMatch seen)
      throws InterruptedException {
    UUID id = rule.getRuleId();
    return writer.writeRule(
        id,
        now -> {
          if (now.filter(it -> it.isOf(command)).isPresent()) {
            return List.of();
          }
          seen.mustBe(version(id, now), "rule " + id);
          return List.of(writer.set(Topics.ALERT_RULES, command, rule));
        },
        () -> note(by, AuditAction.RULE_SET, id));
  }

  /** Takes a rule away, unless somebody else has changed it meanwhile. */
  void withdraw(Caller by, UUID id, IfMatch seen) throws InterruptedException {
    writer.writeRule(
        id,
        now -> {
          seen.mustBe(version(id, now), "rule " + id);
          return List.of(SettingWriter.withdraw(Topics.ALERT_RULES, id.toString()));
        },
        () -> note(by, AuditAction.RULE_WITHDRAWN, id));
  }

  /** The topic may have nothing of it, as of a default one; then the record says. */
  private long version(UUID id, Optional<Setting> now) {
    if (now.isEmpty()) {
      return rules.version(id).orElseThrow(() -> unknown(id));
    }
    if (now.get().isWithdrawn() && !isDefault(id)) {
      throw unknown(id);
    }
    return now.get().version();
  }

  private static ResponseStatusException unknown(UUID id) {
    return new ResponseStatusException(NOT_FOUND, "no rule " + id);
  }

  private void note(Caller by, AuditAction action, UUID id) {
    audit.note(by, action, id.toString(), null);
  }
}
