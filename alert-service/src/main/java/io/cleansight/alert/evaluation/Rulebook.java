package io.cleansight.alert.evaluation;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.AlertRule;
import io.cleansight.rule.Rule;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.condition.BadRuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: the default ones, each replaced by what its topic says of it. A change that
 * holds a bad rule is refused whole and the rules before it stay; at a start, where there are none
 * before, the bad rule is left out.
 */
final class Rulebook {
  private static final Logger log = LoggerFactory.getLogger(Rulebook.class);

  /** More would be evaluated at every frame. */
  private static final int MOST_RULES = 1000;

  private Rulebook() {}

  /** By id, so that the order is always the same. */
  static List<Rule> read(Map<String, Decoded<SpecificRecord>> words, @Nullable List<Rule> before) {
    var faults = new ArrayList<String>();
    Map<String, AlertRule> written = written(words, faults);
    if (written.size() > MOST_RULES) {
      faults.add(written.size() + " rules are over " + MOST_RULES);
    }
    List<Rule> good = good(written.values().stream().limit(MOST_RULES).toList(), faults);
    faults.forEach(fault -> log.error("refused: {}", fault));
    if (faults.isEmpty() || before == null) {
      return good;
    }
    log.error("the rules stay as they were");
    return before;
  }

  private static Map<String, AlertRule> written(
      Map<String, Decoded<SpecificRecord>> words, List<String> faults) {
    var rules = new TreeMap<String, AlertRule>();
    DefaultRules.all().forEach(rule -> rules.put(rule.getRuleId().toString(), rule));
    words.forEach(
        (id, word) -> {
          switch (word) {
            case Decoded.Event<SpecificRecord>(var event) -> rules.put(id, (AlertRule) event);
            case Decoded.Unreadable<SpecificRecord> _
                when CompactedTopicView.isWithdrawn(word) -> {}
            case Decoded.Unreadable<SpecificRecord> unreadable ->
                faults.add("rule " + id + " cannot be read: " + unreadable.reason());
          }
        });
    return rules;
  }

  private static List<Rule> good(List<AlertRule> written, List<String> faults) {
    var good = new ArrayList<Rule>();
    for (AlertRule rule : written) {
      try {
        RuleReader.read(rule).ifPresent(good::add);
      } catch (BadRuleException e) {
        faults.add("rule " + rule.getRuleId() + ": " + e.getMessage());
      }
    }
    return List.copyOf(good);
  }
}
