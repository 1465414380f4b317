package io.cleansight.persistence.detection;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.persistence.statistics.HourStore;
import io.cleansight.persistence.statistics.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Every judged frame counts in its hour, and so does what was done in it; those that the save
 * policy keeps get a record.
 */
@Component
class ActivityListener extends OnceListener {
  private final DetectionStore detections;
  private final HygieneStore hygiene;
  private final DayPartitions partitions;
  private final StandingStore standings;
  private final HourStore hours;
  private final Untimely untimely;
  private final SavePolicy policy;
  private final Counter repeats;

  ActivityListener(
      OnceWriter writer,
      DetectionStore detections,
      HygieneStore hygiene,
      DayPartitions partitions,
      StandingStore standings,
      HourStore hours,
      Untimely untimely,
      SavePolicy policy,
      MeterRegistry meters) {
    super(writer);
    this.detections = detections;
    this.hygiene = hygiene;
    this.partitions = partitions;
    this.standings = standings;
    this.hours = hours;
    this.untimely = untimely;
    this.policy = policy;
    this.repeats = meters.counter("cleansight.repeats", "topic", Topics.ACTIVITY);
  }

  @KafkaListener(
      id = "persistence-activity",
      topics = Topics.ACTIVITY,
      concurrency = "${persistence.activity-threads:3}",
      properties = "max.poll.records=5000")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    partitions.make(
        Inbox.of(batch).letters().stream()
            .map(letter -> ((Activity) letter.event()).getCapturedAt())
            .filter(at -> untimely.reason(at).isEmpty())
            .map(DayPartitions::dayOf)
            .distinct()
            .toList());
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    var cameras = new TreeSet<String>();
    inbox.letters().forEach(letter -> cameras.add(((Activity) letter.event()).getCameraId()));
    var now = new TreeMap<>(standings.find(cameras));
    var policies = new HashMap<String, SavePolicy>();
    now.forEach((camera, standing) -> policies.put(camera, policy.with(standing.choice())));
    var tally = new Tally();
    var fresh = new ArrayList<Activity>();
    var saved = new ArrayList<Activity>();
    for (var letter : inbox.letters()) {
      var frame = (Activity) letter.event();
      Optional<String> wrongTime = untimely.reason(frame.getCapturedAt());
      if (wrongTime.isPresent()) {
        // It moves nothing: after a frame from the year 2090 every true one would be a repeat.
        untimely.count(
            Topics.ACTIVITY, frame.getCameraId(), wrongTime.get(), frame.getCapturedAt());
      } else if (isNew(letter, frame, now)) {
        fresh.add(frame);
        boolean kept = policies.getOrDefault(frame.getCameraId(), policy).keeps(frame);
        if (kept) {
          saved.add(frame);
        }
        FrameCount.add(frame, kept, tally);
      } else {
        repeats.increment();
      }
    }
    detections.insert(saved);
    hygiene.insert(fresh);
    hours.add(tally);
    standings.set(now);
  }

  /**
   * Frames of a camera come in their order, so one that is not after the last written is a repeat;
   * a dead letter that was replayed comes late, and is known by its place instead.
   */
  private static boolean isNew(Inbox.Letter letter, Activity frame, Map<String, Standing> now) {
    if (letter.replayOf().isPresent()) {
      return true;
    }
    Standing standing = now.getOrDefault(frame.getCameraId(), Standing.UNKNOWN);
    if (!standing.isBefore(frame)) {
      return false;
    }
    now.put(frame.getCameraId(), standing.after(frame));
    return true;
  }
}
