package io.cleansight.query.setting;

import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What was said last of a camera or a rule.
 *
 * @param version another one with each record, whoever wrote it: where in the topic it is, from 1
 * @param at in milliseconds, when it was appended
 * @param command what it was said by; null: not known
 * @param event null: it was withdrawn
 */
public record Setting(
    long version, long at, @Nullable UUID command, @Nullable SpecificRecord event) {

  static Setting of(
      ConsumerRecord<?, ?> record, @Nullable UUID command, @Nullable SpecificRecord event) {
    return new Setting(record.offset() + 1, record.timestamp(), command, event);
  }

  public boolean isWithdrawn() {
    return event == null;
  }

  public boolean isOf(UUID id) {
    return id.equals(command);
  }

  /** Where the number of partitions has grown, a key has records in two of them. */
  boolean isBefore(Setting other) {
    return at == other.at ? version < other.version : at < other.at;
  }
}
