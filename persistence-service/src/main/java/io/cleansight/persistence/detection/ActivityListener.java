package io.cleansight.persistence.detection;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.messaging.DeadLetter;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.ErrorCode;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Every judged frame counts in its hour; those that the save policy keeps get a record. */
@Component
class ActivityListener extends OnceListener {
  /** Clocks differ; an event further in the future than this is wrong. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final DetectionStore detections;
  private final HourStore hours;
  private final SavePolicy policy;
  private final Clock clock;

  ActivityListener(
      OnceWriter writer,
      DetectionStore detections,
      HourStore hours,
      SavePolicy policy,
      Clock clock) {
    super(writer);
    this.detections = detections;
    this.hours = hours;
    this.policy = policy;
    this.clock = clock;
  }

  @KafkaListener(id = "persistence-activity", topics = Topics.ACTIVITY)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    detections.prepare(kept(believable(Inbox.of(batch), false)));
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    List<Activity> frames = believable(inbox, true);
    detections.insert(kept(frames));
    hours.add(Hour.of(frames));
  }

  private List<Activity> kept(List<Activity> frames) {
    return frames.stream().filter(policy::keeps).toList();
  }

  private List<Activity> believable(Inbox inbox, boolean buryTheRest) {
    Instant latest = clock.instant().plus(SKEW);
    var frames = new ArrayList<Activity>();
    for (var letter : inbox.letters()) {
      var frame = (Activity) letter.event();
      if (frame.getCapturedAt().isBefore(latest)) {
        frames.add(frame);
      } else if (buryTheRest) {
        String reason =
            "captured_at " + frame.getCapturedAt() + " is more than " + SKEW + " in the future";
        writer().bury(DeadLetter.of(letter.record(), frame, ErrorCode.BAD_TIME, reason));
      }
    }
    return frames;
  }
}
