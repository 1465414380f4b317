package io.cleansight.query.live;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Frame;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.read.RecordLookup;
import io.cleansight.messaging.read.RecordLookups;
import io.cleansight.messaging.read.TopicTailer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows activity from its end and shows each viewed camera's newest judged frame to its viewers.
 * The picture is read back from Kafka by its place, so boxes and picture are of one frame. One
 * thread; cameras without viewers cost no picture.
 */
@Component
class LiveHub implements SmartLifecycle {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LOOK_BACK = 500;

  private final RecordLookups lookups;
  private final JsonMapper json;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final LatestFrames latest;
  private final TopicTailer follower;
  private volatile boolean running;

  LiveHub(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      RecordLookups lookups,
      LatestFrames latest,
      JsonMapper json) {
    this.follower = new TopicTailer("live", consumers, List.of(Topics.ACTIVITY), this::follow);
    this.lookups = lookups;
    this.latest = latest;
    this.json = json;
  }

  void add(Viewer viewer) {
    viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
    viewer.close();
  }

  @Override
  public void start() {
    running = true;
    follower.start();
  }

  @Override
  public void stop() {
    running = false;
    viewers.forEach(Viewer::close);
    follower.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Begins a little before the end: cameras that speak are known at once. */
  private static void lookBack(Consumer<String, Decoded<SpecificRecord>> activity) {
    activity
        .endOffsets(activity.assignment(), PATIENCE)
        .forEach((partition, end) -> activity.seek(partition, Math.max(0, end - LOOK_BACK)));
  }

  private void follow(Consumer<String, Decoded<SpecificRecord>> activity, BooleanSupplier going) {
    lookBack(activity);
    try (var frames = lookups.open("live-frames")) {
      while (going.getAsBoolean()) {
        newest(activity.poll(POLL)).values().forEach(judged -> show(judged, frames));
      }
    }
  }

  /** Of each camera that is viewed. */
  private Map<String, Activity> newest(
      Iterable<ConsumerRecord<String, Decoded<SpecificRecord>>> records) {
    Set<String> viewed = viewers.stream().map(Viewer::cameraId).collect(Collectors.toSet());
    var newest = new LinkedHashMap<String, Activity>();
    for (var record : records) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(Activity judged)) {
        latest.add(judged);
        if (viewed.contains(judged.getCameraId())) {
          newest.put(judged.getCameraId(), judged);
        }
      }
    }
    return newest;
  }

  private void show(Activity judged, RecordLookup frames) {
    frames
        .find(Topics.FRAMES, judged.getFramePartition(), judged.getFrameOffset(), PATIENCE)
        .ifPresent(
            frame -> {
              show(judged, false, () -> LiveFrame.message((Frame) frame, judged, json));
              show(judged, true, () -> LiveFrame.blurred((Frame) frame, judged, json));
            });
  }

  /** To those who see it so; made only if there is one. */
  private void show(Activity judged, boolean blurred, Supplier<ByteBuffer> message) {
    List<Viewer> its =
        viewers.stream()
            .filter(it -> it.cameraId().equals(judged.getCameraId()) && it.blurred() == blurred)
            .toList();
    if (!its.isEmpty()) {
      ByteBuffer made = message.get();
      its.forEach(viewer -> viewer.show(made));
    }
  }
}
