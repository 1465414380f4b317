package io.cleansight.alert.evaluation;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps each key's last word as it came; of one that was withdrawn, nothing in no bytes. */
final class Keeper extends ContextualProcessor<String, byte[], Void, Void> {
  static final byte[] WITHDRAWN = {};

  private final String store;
  private final AtomicLong revision;

  Keeper(String store, AtomicLong revision) {
    this.store = store;
    this.revision = revision;
  }

  @Override
  public void process(Record<String, byte[]> word) {
    KeyValueStore<String, byte[]> kept = context().getStateStore(store);
    kept.put(word.key(), word.value() == null ? WITHDRAWN : word.value());
    revision.incrementAndGet();
  }
}
