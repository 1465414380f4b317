package io.cleansight.capture.setting;

import java.util.Comparator;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * When, and where in its partition, a record was appended. That decides which holds: a key has
 * records in two partitions where their number has grown, and those are read in any order.
 */
record Appended(long millis, long offset) implements Comparable<Appended> {
  private static final Comparator<Appended> ORDER =
      Comparator.comparingLong(Appended::millis).thenComparingLong(Appended::offset);

  static Appended of(ConsumerRecord<?, ?> record) {
    return new Appended(record.timestamp(), record.offset());
  }

  /** Whether nothing later was said in its topic under its key; remembered. */
  static boolean isLatest(ConsumerRecord<String, ?> record, Map<String, Appended> latest) {
    Appended appended = of(record);
    return latest
        .merge(record.topic() + " " + record.key(), appended, BinaryOperator.maxBy(ORDER))
        .equals(appended);
  }

  @Override
  public int compareTo(Appended other) {
    return ORDER.compare(this, other);
  }
}
