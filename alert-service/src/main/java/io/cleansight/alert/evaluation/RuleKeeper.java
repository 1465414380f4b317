package io.cleansight.alert.evaluation;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps each rule's last word as it came. */
final class RuleKeeper extends ContextualProcessor<String, byte[], Void, Void> {
  private final AtomicLong revision;

  RuleKeeper(AtomicLong revision) {
    this.revision = revision;
  }

  @Override
  public void process(Record<String, byte[]> rule) {
    KeyValueStore<String, byte[]> store = context().getStateStore(EvaluationTopology.RULES);
    store.put(rule.key(), rule.value());
    revision.incrementAndGet();
  }
}
