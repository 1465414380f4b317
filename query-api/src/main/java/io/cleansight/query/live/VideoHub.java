package io.cleansight.query.live;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Segment;
import io.cleansight.messaging.topic.KeyPartition;
import io.cleansight.query.hub.TopicHub;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Follows the segments of cameras whose video is watched, and passes them on. One thread; of
 * partitions that nobody watches nothing is fetched.
 */
@Component
class VideoHub extends TopicHub<VideoViewer> {
  /** Whoever comes sees something at once: two segments or so are before the end. */
  private static final Duration LOOK_BACK = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Clock clock;

  VideoHub(ConsumerFactory<String, Decoded<SpecificRecord>> consumers, Clock clock) {
    super("live-video", consumers, List.of(Topics.SEGMENTS));
    this.clock = clock;
  }

  @Override
  protected void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    int partitions = consumer.assignment().size();
    consumer.assign(Set.of());
    while (going.getAsBoolean()) {
      watch(consumer, watched(partitions));
      if (consumer.assignment().isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      } else {
        for (var record : poll(consumer)) {
          if (record.value() instanceof Decoded.Event<SpecificRecord>(Segment segment)) {
            show(segment);
          }
        }
      }
    }
  }

  private Set<TopicPartition> watched(int partitions) {
    return clients().stream()
        .map(it -> new TopicPartition(Topics.SEGMENTS, KeyPartition.of(it.cameraId(), partitions)))
        .collect(Collectors.toSet());
  }

  private void watch(
      Consumer<String, Decoded<SpecificRecord>> consumer, Set<TopicPartition> wanted) {
    Set<TopicPartition> before = consumer.assignment();
    if (wanted.equals(before)) {
      return;
    }
    var added = new HashSet<>(wanted);
    added.removeAll(before);
    consumer.assign(wanted);
    if (!added.isEmpty()) {
      seek(consumer, added);
    }
  }

  private void seek(
      Consumer<String, Decoded<SpecificRecord>> consumer, Set<TopicPartition> partitions) {
    long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
    var times = partitions.stream().collect(Collectors.toMap(it -> it, _ -> since));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, PATIENCE);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp offset = found.get(partition);
      if (offset == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, offset.offset());
      }
    }
  }

  private void show(Segment segment) {
    for (VideoViewer viewer : clients()) {
      if (viewer.cameraId().equals(segment.getCameraId())) {
        viewer.show(segment);
      }
    }
  }
}
