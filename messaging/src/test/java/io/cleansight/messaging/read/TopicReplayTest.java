package io.cleansight.messaging.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TopicReplayTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HEALTH = Topics.CAMERA_HEALTH;

  private final Kept kept = new Kept();
  private final List<String> read = new ArrayList<>();

  @Test
  void recordsAreThoseThatTheBrokerHadFromThenToBeforeThen() {
    kept.append(HEALTH, 0, "before", NOON.minusMillis(1), NOON);
    kept.append(HEALTH, 0, "first", NOON, NOON.minusSeconds(900));
    kept.append(HEALTH, 0, "last", NOON.plusMillis(9999), NOON);
    kept.append(HEALTH, 0, "after", NOON.plusSeconds(10), NOON);
    assertThat(
            new TopicReplay(kept)
                .read(List.of(HEALTH), NOON, NOON.plusSeconds(10), PATIENCE, this::note))
        .isTrue();
    assertThat(read).containsExactly("first", "last");
  }

  /** Video of days ago that is played now is of the time when it was recorded. */
  @Test
  void eventsAreFoundByTheirOwnTimeWheneverTheBrokerHadThem() {
    kept.append(HEALTH, 0, "long before", NOON.minus(Duration.ofHours(2)), NOON);
    kept.append(HEALTH, 0, "ahead", NOON.minus(Duration.ofMinutes(59)), NOON.plusSeconds(1));
    kept.append(HEALTH, 0, "in time", NOON.plusSeconds(1), NOON.plusSeconds(1));
    kept.append(HEALTH, 0, "later", NOON.plusSeconds(10), NOON.plusSeconds(10));
    kept.append(HEALTH, 0, "played", NOON.plus(Duration.ofDays(9)), NOON);
    assertThat(events()).isTrue();
    // Health is never of later than the broker had it: "ahead" is of an hour before.
    assertThat(read).containsExactly("in time", "played");
  }

  @Test
  void topicsAreReadTogetherInTheOrderOfTheBrokerAndOnePartitionAfterAnother() {
    kept.append(Topics.ACTIVITY, 0, "a2", NOON.plusSeconds(2), NOON.plusSeconds(2));
    kept.append(Topics.ACTIVITY, 0, "a4", NOON.plusSeconds(4), NOON.plusSeconds(4));
    kept.append(HEALTH, 0, "h1", NOON.plusSeconds(1), NOON.plusSeconds(1));
    kept.append(HEALTH, 0, "h3", NOON.plusSeconds(3), NOON.plusSeconds(3));
    kept.append(HEALTH, 1, "other", NOON, NOON);
    assertThat(
            new TopicReplay(kept)
                .read(
                    List.of(Topics.ACTIVITY, HEALTH),
                    NOON,
                    NOON.plusSeconds(10),
                    PATIENCE,
                    this::note))
        .isTrue();
    assertThat(read).containsExactly("h1", "a2", "h3", "a4", "other");
  }

  @Test
  void withoutPatienceNotEverythingIsRead() {
    kept.append(HEALTH, 0, "first", NOON, NOON);
    assertThat(
            new TopicReplay(kept)
                .read(List.of(HEALTH), NOON, NOON.plusSeconds(10), Duration.ZERO, this::note))
        .isFalse();
    assertThat(read).isEmpty();
  }

  private boolean events() {
    return new TopicReplay(kept)
        .readEvents(List.of(HEALTH), NOON, NOON.plusSeconds(10), PATIENCE, this::note);
  }

  private void note(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    read.add(record.key());
  }

  /** Finds records by the time at which they were appended, as a broker does. */
  private static final class Kept extends MockConsumer<String, Decoded<SpecificRecord>> {
    private final Map<TopicPartition, List<ConsumerRecord<String, Decoded<SpecificRecord>>>>
        records = new HashMap<>();

    Kept() {
      super("none");
    }

    void append(String topic, int number, String key, Instant appended, Instant at) {
      var partition = new TopicPartition(topic, number);
      var all = records.computeIfAbsent(partition, _ -> new ArrayList<>());
      all.add(
          new ConsumerRecord<>(
              topic,
              number,
              all.size(),
              appended.toEpochMilli(),
              TimestampType.LOG_APPEND_TIME,
              0,
              0,
              key,
              new Decoded.Event<>(health(key, at)),
              new RecordHeaders(),
              Optional.empty()));
      updateBeginningOffsets(Map.of(partition, 0L));
      updateEndOffsets(Map.of(partition, (long) all.size()));
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      var nowhere = new Node[0];
      return records.keySet().stream()
          .filter(it -> it.topic().equals(topic))
          .map(it -> new PartitionInfo(topic, it.partition(), null, nowhere, nowhere))
          .toList();
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> since) {
      var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
      since.forEach(
          (partition, at) ->
              records.getOrDefault(partition, List.of()).stream()
                  .filter(it -> it.timestamp() >= at)
                  .findFirst()
                  .ifPresentOrElse(
                      it ->
                          found.put(partition, new OffsetAndTimestamp(it.offset(), it.timestamp())),
                      () -> found.put(partition, null)));
      return found;
    }

    @Override
    public synchronized void assign(java.util.Collection<TopicPartition> partitions) {
      super.assign(partitions);
      partitions.forEach(it -> records.getOrDefault(it, List.of()).forEach(this::addRecord));
    }

    private static CameraHealth health(String key, Instant at) {
      return CameraHealth.newBuilder()
          .setCameraId(key)
          .setAt(at)
          .setState("online")
          .setSourceKind("live")
          .setEpoch(at)
          .setFps(5)
          .setCaptured(0)
          .setPublished(0)
          .setDropped(Map.of())
          .build();
    }
  }
}
