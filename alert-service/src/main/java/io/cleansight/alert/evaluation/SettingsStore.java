package io.cleansight.alert.evaluation;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was appended last under each key, as it came; of one that was withdrawn, nothing in no
 * bytes. The broker's time decides and not the order of reading: partitions are read one after the
 * other at a start, and a key has records in two of them where their number has grown.
 */
final class SettingsStore extends ContextualProcessor<String, byte[], Void, Void> {
  static final byte[] WITHDRAWN = {};

  private final String store;
  private final AtomicLong revision;

  SettingsStore(String store, AtomicLong revision) {
    this.store = store;
    this.revision = revision;
  }

  @Override
  public void process(Record<String, byte[]> word) {
    TimestampedKeyValueStore<String, byte[]> kept = context().getStateStore(store);
    @Nullable ValueAndTimestamp<byte[]> known = kept.get(word.key());
    if (known == null || known.timestamp() <= word.timestamp()) {
      byte[] value = word.value() == null ? WITHDRAWN : word.value();
      kept.put(word.key(), ValueAndTimestamp.make(value, word.timestamp()));
      revision.incrementAndGet();
    }
  }
}
