package io.cleansight.inference.detect;

import io.cleansight.contracts.Topics;
import io.cleansight.inference.detect.Detector.Outcome;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import io.cleansight.inference.detect.FreshFrames.Terms;
import io.cleansight.messaging.DeadLetter;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.ErrorCode;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.Inbox;
import io.cleansight.messaging.Inbox.Letter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Frames in, detections out, in one Kafka transaction with the consumer's position: a frame is
 * looked at once, whatever is killed. Pictures that are no use go to the dead letters in the same
 * transaction.
 */
@Component
class FrameListener {
  private static final Logger log = LoggerFactory.getLogger(FrameListener.class);

  private final Detector detector;
  private final InferenceProperties settings;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final MeterRegistry meters;
  private final Clock clock;

  /** Frames passed over, by camera, that the next detections of that camera will tell of. */
  private Map<String, Integer> owed = Map.of();

  FrameListener(
      Detector detector,
      InferenceProperties settings,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      MeterRegistry meters,
      Clock clock) {
    this.detector = detector;
    this.settings = settings;
    this.kafka = kafka;
    this.records = records;
    this.meters = meters;
    this.clock = clock;
  }

  @KafkaListener(id = "inference-detect", topics = Topics.FRAMES)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<?, ?> consumer)
      throws InterruptedException {
    Inbox inbox = Inbox.of(batch);
    inbox.deadLetters().forEach(this::bury);
    List<Letter> letters = inbox.letters();
    boolean crowded = detector.expected(letters.size()).compareTo(settings.crowded()) > 0;
    var terms =
        new Terms(
            clock.instant(), settings.stale(), crowded, partition -> lags(consumer, partition));
    var owing = new HashMap<>(owed);
    List<Fresh> fresh = FreshFrames.of(letters, terms, owing);
    List<Outcome> outcomes = detector.look(fresh);
    for (int i = 0; i < fresh.size(); i++) {
      publish(fresh.get(i), outcomes.get(i));
    }
    meters.counter("cleansight.frames.stale").increment(letters.size() - fresh.size());
    owed = Map.copyOf(owing);
  }

  /** Whether Kafka holds more frames of that partition than have been fetched and handed out. */
  private static boolean lags(Consumer<?, ?> consumer, int partition) {
    return consumer.currentLag(new TopicPartition(Topics.FRAMES, partition)).orElse(0) > 0;
  }

  private void publish(Fresh fresh, Outcome outcome) {
    var origin = fresh.letter().record();
    switch (outcome) {
      case Outcome.Seen(var seen) -> {
        kafka.send(
            records.of(
                Topics.DETECTIONS,
                seen.getFrameId(),
                seen.getCapturedAt(),
                seen,
                origin.headers()));
        meters
            .timer("cleansight.inference")
            .record(java.time.Duration.ofNanos(seen.getInferenceMicros() * 1000));
      }
      case Outcome.Refused(var reason) ->
          bury(DeadLetter.of(origin, fresh.frame(), ErrorCode.BAD_IMAGE, reason));
    }
  }

  private void bury(DeadLetter letter) {
    log.warn("dead letter {}", letter);
    kafka.send(letter.record());
    meters.counter("cleansight.dead.letters", "code", letter.code().name()).increment();
  }
}
