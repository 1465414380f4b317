package io.cleansight.persistence.clip;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** What Kafka still has of a camera's video of some time. */
@Component
class CameraVideo {
  /** A violation is told of so long after its pictures were taken, at most, where all is well. */
  private static final Duration LATE = Duration.ofMinutes(2);

  /**
   * Before the beginning of a clip: the key frame that it begins with is no further away. Encoders
   * by default make one of 250 pictures, which at five a second is 50 s.
   */
  private static final Duration RUN_UP = Duration.ofMinutes(5);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final ClipProperties properties;

  CameraVideo(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, ClipProperties properties) {
    this.consumers = consumers;
    this.properties = properties;
  }

  /**
   * @param fragments that show some of it, in the order in which they were appended
   * @param goesOn whether there is video from after it: no more of it will come
   * @param newest when the newest of the camera was appended; null: there is none
   */
  record Found(List<Fragment> fragments, boolean goesOn, @Nullable Instant newest) {}

  /**
   * Looks where it must lie if it was captured as it happened; if its beginning is not there, in
   * all that the partition has: a recorded file is captured at another pace.
   */
  Found find(DueClip clip) {
    try (var topic = new KafkaPartition(consumers, Topics.SEGMENTS, clip.cameraId())) {
      ClipWindow window = clip.window();
      Duration before = Duration.between(window.from(), window.opened());
      long start = topic.at(clip.appended().minus(before).minus(LATE));
      var collected = new Collected(window, 2 * properties.largest().toBytes());
      topic.read(start, topic.end(), collected::add);
      if (!collected.hasBeginning() && start > topic.beginning()) {
        topic.read(topic.beginning(), start, collected::add);
      }
      return new Found(collected.fragments(), collected.goesOn(), collected.newest);
    }
  }

  /** No more than so many bytes of video: memory is for other things, too. */
  static final class Collected {
    private final ClipWindow window;
    private final long most;
    private final List<Fragment> fragments = new ArrayList<>();
    private long bytes;
    private boolean goesOn;
    private @Nullable Instant newest;

    Collected(ClipWindow window, long most) {
      this.window = window;
      this.most = most;
    }

    void add(SpecificRecord event, Instant appended) {
      if (event instanceof Segment segment) {
        add(Fragment.of(segment, appended));
      }
    }

    private void add(Fragment it) {
      newest = newest == null || it.appended().isAfter(newest) ? it.appended() : newest;
      goesOn |= !it.last().isBefore(window.to());
      boolean wanted =
          it.first().isBefore(window.to()) && it.last().isAfter(window.from().minus(RUN_UP));
      if (wanted && it.keyFrame() && !it.first().isAfter(window.from())) {
        forgetBefore(it);
      }
      if (wanted && bytes + it.size() <= most) {
        bytes += it.size();
        fragments.add(it);
      }
    }

    /** A clip begins with the last key frame before it, and needs nothing older of that run. */
    private void forgetBefore(Fragment keyFrame) {
      fragments.removeIf(
          it -> it.run().equals(keyFrame.run()) && it.first().isBefore(keyFrame.first()));
      bytes = fragments.stream().mapToLong(Fragment::size).sum();
    }

    List<Fragment> fragments() {
      return List.copyOf(fragments);
    }

    boolean goesOn() {
      return goesOn;
    }

    boolean hasBeginning() {
      return fragments.stream().anyMatch(it -> it.keyFrame() && !it.first().isAfter(window.from()));
    }
  }
}
