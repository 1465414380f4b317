package io.cleansight.query.live;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Activity;
import io.cleansight.event.Frame;
import io.cleansight.messaging.read.RecordLookup;
import io.cleansight.messaging.read.RecordLookups;
import io.cleansight.query.hub.TopicHub;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows activity from its end and shows each viewed camera's newest judged frame to its viewers.
 * The picture is read back from Kafka by its place, so boxes and picture are of one frame. One
 * thread; cameras without viewers cost no picture.
 */
@Component
class LiveHub extends TopicHub<Viewer> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final RecordLookups lookups;
  private final JsonMapper json;
  private final LatestFrames latest;

  LiveHub(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      RecordLookups lookups,
      LatestFrames latest,
      JsonMapper json) {
    super("live", consumers, List.of(Topics.ACTIVITY));
    this.lookups = lookups;
    this.latest = latest;
    this.json = json;
  }

  @Override
  protected void follow(Consumer<String, Decoded<SpecificRecord>> activity, BooleanSupplier going) {
    ends(activity).forEach((partition, end) -> activity.seek(partition, beforeTheEnd(end)));
    try (var frames = lookups.open("live-frames")) {
      while (going.getAsBoolean()) {
        newest(poll(activity)).values().forEach(judged -> show(judged, frames));
      }
    }
  }

  /** Of each camera that is viewed. */
  private Map<String, Activity> newest(
      Iterable<ConsumerRecord<String, Decoded<SpecificRecord>>> records) {
    Set<String> viewed = clients().stream().map(Viewer::cameraId).collect(Collectors.toSet());
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
        clients().stream()
            .filter(it -> it.cameraId().equals(judged.getCameraId()) && it.blurred() == blurred)
            .toList();
    if (!its.isEmpty()) {
      ByteBuffer made = message.get();
      its.forEach(viewer -> viewer.show(made));
    }
  }
}
