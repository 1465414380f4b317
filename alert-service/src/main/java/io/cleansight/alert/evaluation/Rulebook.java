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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in force: the default ones, each replaced by what its topic says of it. */
final class Rulebook {
  private static final Logger log = LoggerFactory.getLogger(Rulebook.class);

  private final ReadOnlyKeyValueStore<String, byte[]> written;

  Rulebook(ReadOnlyKeyValueStore<String, byte[]> written) {
    this.written = written;
  }

  /**
   * By id, so that the order is always the same; a rule that cannot be evaluated is left out and
   * said so.
   */
  List<Rule> inForce() {
    var rules = new TreeMap<String, AlertRule>();
    DefaultRules.all().forEach(rule -> rules.put(rule.getRuleId().toString(), rule));
    try (var entries = written.all()) {
      entries.forEachRemaining(
          entry -> {
            switch (EventCodec.decode(Topics.ALERT_RULES, entry.value)) {
              case Decoded.Event<SpecificRecord>(var event) ->
                  rules.put(entry.key, (AlertRule) event);
              case Decoded.Unreadable<SpecificRecord> unreadable ->
                  log.error("rule {} cannot be read: {}", entry.key, unreadable.reason());
            }
          });
    }
    var inForce = new ArrayList<Rule>();
    for (var rule : rules.values()) {
      try {
        RuleReader.read(rule).ifPresent(inForce::add);
      } catch (IllegalArgumentException e) {
        log.error("rule {} is not evaluated: {}", rule.getRuleId(), e.getMessage());
      }
    }
    return List.copyOf(inForce);
  }
}
