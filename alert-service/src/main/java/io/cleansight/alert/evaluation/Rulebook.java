package io.cleansight.alert.evaluation;

import io.cleansight.alert.rule.Rule;
import io.cleansight.alert.rule.RuleReader;
import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.event.AlertRule;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: the default ones, each replaced by what its topic says of it. Read anew when
 * the topic has said something. A change that holds a bad rule is refused whole and the rules
 * before it stay; at a start, where there are none before, the bad rule is left out. For one
 * thread.
 */
final class Rulebook {
  private static final Logger log = LoggerFactory.getLogger(Rulebook.class);

  /** More would be evaluated at every frame. */
  private static final int MOST_RULES = 1000;

  private final ReadOnlyKeyValueStore<String, byte[]> written;
  private final AtomicLong revision;
  private @Nullable List<Rule> inForce;
  private long readRevision;

  Rulebook(ReadOnlyKeyValueStore<String, byte[]> written, AtomicLong revision) {
    this.written = written;
    this.revision = revision;
  }

  /** By id, so that the order is always the same. */
  List<Rule> inForce() {
    long now = revision.get();
    List<Rule> known = inForce;
    if (known == null || now != readRevision) {
      known = read(known);
      inForce = known;
      readRevision = now;
    }
    return known;
  }

  private List<Rule> read(@Nullable List<Rule> before) {
    var rules = new TreeMap<String, AlertRule>();
    DefaultRules.all().forEach(rule -> rules.put(rule.getRuleId().toString(), rule));
    var faults = new ArrayList<String>();
    try (var entries = written.all()) {
      entries.forEachRemaining(
          entry -> {
            switch (EventCodec.decode(Topics.ALERT_RULES, entry.value)) {
              case Decoded.Event<SpecificRecord>(var event) ->
                  rules.put(entry.key, (AlertRule) event);
              case Decoded.Unreadable<SpecificRecord> unreadable ->
                  faults.add("rule " + entry.key + " cannot be read: " + unreadable.reason());
            }
          });
    }
    if (rules.size() > MOST_RULES) {
      faults.add(rules.size() + " rules are over " + MOST_RULES);
    }
    var good = new ArrayList<Rule>();
    rules.values().stream()
        .limit(MOST_RULES)
        .forEach(
            rule -> {
              try {
                RuleReader.read(rule).ifPresent(good::add);
              } catch (IllegalArgumentException e) {
                faults.add("rule " + rule.getRuleId() + ": " + e.getMessage());
              }
            });
    faults.forEach(fault -> log.error("refused: {}", fault));
    if (faults.isEmpty() || before == null) {
      return List.copyOf(good);
    }
    log.error("the rules stay as they were");
    return before;
  }
}
