package io.cleansight.capture.publish;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraRun;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The latest run of each camera, whichever instance has registered it. An instance that freezes in
 * the middle of registering a run does so when it goes on, after its camera has become another's:
 * that one sees here that its own run is not the latest any more.
 */
@ThreadSafe
public final class LatestRuns implements TopicTailer.Reading {
  public static final List<String> TOPICS = List.of(Topics.CAMERA_RUNS);

  private static final Duration POLL = Duration.ofMillis(500);

  private final Map<String, Long> generations = new ConcurrentHashMap<>();

  /** Whether a run of the camera was registered after that one. */
  public boolean haveFollowed(String cameraId, long generation) {
    return generations.getOrDefault(cameraId, Long.MIN_VALUE) > generation;
  }

  @Override
  public void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    consumer.seekToBeginning(consumer.assignment());
    var pass = new Pass();
    while (going.getAsBoolean()) {
      consumer.poll(POLL).forEach(pass::take);
    }
  }

  /** One reading of the topic; generations are known once its origin has come. */
  private final class Pass {
    private final Map<String, Long> early = new ConcurrentHashMap<>();
    private long origin = -1;

    void take(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
      if (!(record.value() instanceof Decoded.Event<SpecificRecord>(CameraRun run))) {
        return;
      }
      String camera = run.getCameraId();
      if (camera == null) {
        begin(record.timestamp());
      } else if (origin < 0) {
        early.put(camera, record.offset());
      } else {
        know(camera, record.offset());
      }
    }

    private void begin(long appendedMillis) {
      if (origin < 0) {
        origin = appendedMillis;
        early.forEach(this::know);
      }
    }

    private void know(String camera, long offset) {
      generations.merge(camera, origin + offset, Math::max);
    }
  }
}
