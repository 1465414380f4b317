package io.cleansight.alert.evaluation;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a compacted topic says, made into a value; read anew when the topic has said something.
 *
 * @param <T> the value
 */
@NotThreadSafe
final class CompactedTopicView<T> {
  private final String topic;
  private final ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> written;
  private final AtomicLong revision;
  private final BiFunction<Map<String, Decoded<SpecificRecord>>, @Nullable T, T> reader;
  private @Nullable T known;
  private long readRevision;

  /**
   * @param revision rises with each word that the topic says
   * @param reader makes the value of every key's last word, and of the value before; null at first.
   *     A key that was withdrawn comes as {@link Decoded.Unreadable} without bytes.
   */
  CompactedTopicView(
      String topic,
      ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> written,
      AtomicLong revision,
      BiFunction<Map<String, Decoded<SpecificRecord>>, @Nullable T, T> reader) {
    this.topic = topic;
    this.written = written;
    this.revision = revision;
    this.reader = reader;
  }

  T now() {
    long current = revision.get();
    T value = known;
    if (value == null || current != readRevision) {
      value = reader.apply(words(), value);
      known = value;
      readRevision = current;
    }
    return value;
  }

  static boolean isWithdrawn(Decoded<SpecificRecord> word) {
    return word instanceof Decoded.Unreadable<SpecificRecord> unreadable
        && unreadable.bytes().length == 0;
  }

  private Map<String, Decoded<SpecificRecord>> words() {
    var words = new LinkedHashMap<String, Decoded<SpecificRecord>>();
    try (var entries = written.all()) {
      entries.forEachRemaining(
          entry -> words.put(entry.key, EventCodec.decode(topic, entry.value.value())));
    }
    return words;
  }
}
