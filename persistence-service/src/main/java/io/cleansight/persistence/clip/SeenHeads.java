package io.cleansight.persistence.clip;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Activity;
import io.cleansight.video.clip.JudgedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Where heads were seen during a clip, as the judge told of each frame. */
@Component
class SeenHeads {
  private static final Duration LATE = Duration.ofMinutes(2);

  /** Around the clip: what was judged just before and just after it counts, too. */
  private static final Duration AROUND = Duration.ofSeconds(2);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;

  SeenHeads(ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.consumers = consumers;
  }

  /**
   * @param frames as a clip takes them
   * @param goesOn whether something after the clip's end was judged: no more will come
   */
  record Found(List<JudgedFrame> frames, boolean goesOn) {}

  Found find(DueClip clip, ClipChoice choice) {
    var frames = new ArrayList<JudgedFrame>();
    var latest = new Instant[] {Instant.MIN};
    try (var topic = new KafkaPartition(consumers, Topics.ACTIVITY, clip.cameraId())) {
      Duration before = Duration.between(choice.first(), clip.window().opened());
      long start = topic.at(clip.appended().minus(before.abs()).minus(LATE));
      topic.read(
          start,
          topic.end(),
          (event, _) -> {
            if (event instanceof Activity frame && isOf(frame, choice)) {
              Instant at = frame.getCapturedAt();
              latest[0] = at.isAfter(latest[0]) ? at : latest[0];
              if (at.isAfter(choice.first().minus(AROUND))
                  && at.isBefore(choice.last().plus(AROUND))) {
                frames.add(new JudgedFrame(Duration.between(choice.first(), at), frame.getHeads()));
              }
            }
          });
    }
    return new Found(frames, !latest[0].isBefore(choice.last()));
  }

  private static boolean isOf(Activity frame, ClipChoice choice) {
    return frame.getEpoch().equals(choice.fragments().getFirst().run().epoch());
  }
}
