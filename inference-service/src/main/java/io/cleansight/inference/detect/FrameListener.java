package io.cleansight.inference.detect;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Frame;
import io.cleansight.event.SkippedFrames;
import io.cleansight.inference.detect.Detector.FrameResult;
import io.cleansight.inference.detect.FreshFrames.Fresh;
import io.cleansight.inference.detect.FreshFrames.Terms;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.read.SortedBatch.ConsumedEvent;
import io.cleansight.messaging.trace.MessageSpan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
 * detected once, whatever is killed. Frames that are skipped are told of, and pictures that are no
 * use go to the dead letters, in the same transaction. Nothing is sent before the model is done:
 * the transaction is open for moments only.
 */
@Component
class FrameListener {
  private static final Logger log = LoggerFactory.getLogger(FrameListener.class);

  private final Detector detector;
  private final InferenceProperties settings;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final MeterRegistry meters;
  private final BrokerClock clock;

  FrameListener(
      Detector detector,
      InferenceProperties settings,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      MeterRegistry meters,
      BrokerClock clock) {
    this.detector = detector;
    this.settings = settings;
    this.kafka = kafka;
    this.records = records;
    this.meters = meters;
    this.clock = clock;
    Metric.DEAD_LETTERS.countFromZero(meters);
    Metric.FRAMES_SKIPPED.countFromZero(meters);
  }

  @KafkaListener(id = ConsumerGroups.DETECT, topics = Topics.FRAMES)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<?, ?> consumer)
      throws InterruptedException {
    long received = System.nanoTime();
    Metric.BATCH_SIZE.summary(meters, Topics.FRAMES).record(batch.size());
    SortedBatch sorted = SortedBatch.of(batch);
    List<ConsumedEvent> events = ours(sorted.events());
    boolean crowded = detector.expected(events.size()).compareTo(settings.crowded()) > 0;
    var terms =
        new Terms(
            clock.instant(),
            settings.stale(),
            crowded,
            partition -> lags(consumer, partition),
            settings.timeliness());
    FreshFrames chosen = FreshFrames.of(events, terms);
    List<Fresh> fresh = chosen.fresh();
    try (var spans = records.tracing().process(records(fresh), ConsumerGroups.DETECT)) {
      List<FrameResult> outcomes = detector.detect(fresh);
      sorted.deadLetters().forEach(this::sendToDeadLetters);
      for (int i = 0; i < fresh.size(); i++) {
        tell(spans.get(i), received, outcomes.get(i));
        publish(fresh.get(i), outcomes.get(i), spans.get(i));
      }
    }
    SkippedByHour.of(chosen.skipped()).forEach(this::publish);
  }

  /** Without those that another detector looks at. */
  private List<ConsumedEvent> ours(List<ConsumedEvent> events) {
    return events.stream()
        .filter(it -> !settings.excludes(((Frame) it.event()).getCameraId()))
        .toList();
  }

  /** Whether Kafka holds more frames of that partition than have been fetched and handed out. */
  private static boolean lags(Consumer<?, ?> consumer, int partition) {
    return consumer.currentLag(new TopicPartition(Topics.FRAMES, partition)).orElse(0) > 0;
  }

  private static List<ConsumerRecord<String, Decoded<SpecificRecord>>> records(List<Fresh> fresh) {
    return fresh.stream().map(it -> it.consumed().record()).toList();
  }

  private void publish(Fresh fresh, FrameResult outcome, MessageSpan span) {
    var origin = fresh.consumed().record();
    switch (outcome) {
      case FrameResult.Seen(var seen, _) -> {
        var record =
            records.of(
                Topics.DETECTIONS,
                Ids.event(Topics.DETECTIONS, seen.getFrameId()),
                seen.getCapturedAt(),
                seen,
                span);
        clock.timing(() -> kafka.send(record));
        Metric.INFERENCE.timer(meters).record(seen.getInferenceMicros(), TimeUnit.MICROSECONDS);
        if (SourceKind.LIVE.is(seen.getSourceKind())) {
          Metric.FRAME_LATENCY.between(meters, seen.getCapturedAt(), clock.instant(), "detected");
        }
      }
      case FrameResult.Refused(var reason) -> {
        span.fail(ErrorCode.BAD_IMAGE.name());
        sendToDeadLetters(DeadLetter.of(origin, fresh.frame(), ErrorCode.BAD_IMAGE, reason));
      }
    }
  }

  private static void tell(MessageSpan span, long received, FrameResult outcome) {
    if (outcome instanceof FrameResult.Seen(_, var run)) {
      span.part("wait for model", received, run.from());
      span.part("run model", run.from(), run.to());
    }
  }

  private void publish(SkippedFrames skipped) {
    kafka.send(
        records.of(
            Topics.SKIPPED_FRAMES, UUID.randomUUID(), skipped.getCapturedAt(), skipped, null));
    Metric.FRAMES_SKIPPED.counter(meters, skipped.getReason()).increment(skipped.getFrames());
  }

  private void sendToDeadLetters(DeadLetter letter) {
    letter.tell(log);
    kafka.send(letter.record());
    Metric.DEAD_LETTERS.counter(meters, letter.code().name()).increment();
  }
}
