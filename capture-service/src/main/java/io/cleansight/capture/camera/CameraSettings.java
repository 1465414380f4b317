package io.cleansight.capture.camera;

import io.cleansight.event.Camera;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Follower;
import io.cleansight.messaging.Inbox;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What people set of cameras, from the first word of the topic on; told on the reading thread. */
final class CameraSettings implements Follower.Reading {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final java.util.function.Consumer<Map<String, Optional<Camera>>> heard;

  /**
   * @param heard is told what is set by camera, empty where that was withdrawn: at first all that
   *     the topic held when it was opened, even if that is nothing, then what changes. After Kafka
   *     was away, all of it again
   */
  CameraSettings(java.util.function.Consumer<Map<String, Optional<Camera>>> heard) {
    this.heard = heard;
  }

  /**
   * When, and where in its partition, a record was appended. That decides which holds: a camera has
   * records in two partitions where their number has grown, and those are read in any order.
   */
  private record Appended(long millis, long offset) {
    private static final Comparator<Appended> ORDER =
        Comparator.comparingLong(Appended::millis).thenComparingLong(Appended::offset);

    /** Whether nothing later was said of its camera; remembered. */
    static boolean isLatest(ConsumerRecord<String, ?> record, Map<String, Appended> latest) {
      var appended = new Appended(record.timestamp(), record.offset());
      return latest.merge(record.key(), appended, BinaryOperator.maxBy(ORDER)).equals(appended);
    }
  }

  @Override
  public void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    consumer.seekToBeginning(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
    var changes = new LinkedHashMap<String, Optional<Camera>>();
    var latest = new HashMap<String, Appended>();
    while (going.getAsBoolean()) {
      Inbox inbox = Inbox.of(consumer.poll(POLL)); // what is no setting, persistence puts aside
      for (var letter : inbox.letters()) {
        if (Appended.isLatest(letter.record(), latest)) {
          changes.put(letter.record().key(), Optional.of((Camera) letter.event()));
        }
      }
      for (var record : inbox.withdrawn()) {
        if (Appended.isLatest(record, latest)) {
          changes.put(record.key(), Optional.empty());
        }
      }
      if (ends.entrySet().stream()
          .allMatch(it -> consumer.position(it.getKey()) >= it.getValue())) {
        heard.accept(Map.copyOf(changes));
        changes.clear();
      }
    }
  }
}
