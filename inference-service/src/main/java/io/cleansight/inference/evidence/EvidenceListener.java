package io.cleansight.inference.evidence;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.EpisodeState;
import io.cleansight.contracts.vocabulary.EvidenceState;
import io.cleansight.event.Evidence;
import io.cleansight.event.Frame;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.read.RecordLookup;
import io.cleansight.messaging.read.RecordLookups;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.trace.MessageSpan;
import jakarta.annotation.PreDestroy;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Publishes, for each violation that opens, the picture that opened it; or that it is gone, which
 * changes nothing else.
 */
@Component
class EvidenceListener {
  private static final Logger log = LoggerFactory.getLogger(EvidenceListener.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RecordLookup frames;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;

  @Autowired
  EvidenceListener(
      RecordLookups lookups, KafkaTemplate<String, Object> kafka, EventRecords records) {
    this(lookups.open("evidence-frames"), kafka, records);
  }

  EvidenceListener(RecordLookup frames, KafkaTemplate<String, Object> kafka, EventRecords records) {
    this.frames = frames;
    this.kafka = kafka;
    this.records = records;
  }

  @KafkaListener(id = ConsumerGroups.EVIDENCE, topics = Topics.VIOLATIONS)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    // What cannot be read persistence-service sends to the dead letters: it reads the same topic.
    for (var consumed : SortedBatch.of(batch).events()) {
      if (consumed.event() instanceof Violation violation
          && EpisodeState.OPENED.is(violation.getState())) {
        try (var span = records.tracing().process(consumed.record(), ConsumerGroups.EVIDENCE);
            var _ = span.logged()) {
          publish(violation, span);
        }
      }
    }
  }

  private void publish(Violation violation, MessageSpan cause) {
    kafka.send(
        records.of(
            Topics.EVIDENCE,
            Ids.event(Topics.EVIDENCE, violation.getViolationId()),
            violation.getOpenedAt(),
            evidence(violation),
            cause));
  }

  @PreDestroy
  void close() {
    frames.close();
  }

  private Evidence evidence(Violation violation) {
    var evidence =
        Evidence.newBuilder()
            .setViolationId(violation.getViolationId())
            .setCameraId(violation.getCameraId())
            .setFrameId(violation.getFrameId())
            .setCapturedAt(violation.getOpenedAt());
    Optional<Frame> frame = frame(violation);
    if (frame.isEmpty()) {
      log.atWarn()
          .addKeyValue(LogKeys.CAMERA, violation.getCameraId())
          .addKeyValue(LogKeys.FRAME, violation.getFrameId())
          .addKeyValue(LogKeys.VIOLATION, violation.getViolationId())
          .log(
              "{}: picture of violation {} is gone",
              violation.getCameraId(),
              violation.getViolationId());
      return evidence
          .setState(EvidenceState.MISSING.word())
          .setReason("the frame is no longer kept")
          .build();
    }
    ByteBuffer jpeg = frame.get().getJpeg();
    return evidence
        .setState(EvidenceState.PRESENT.word())
        .setJpeg(jpeg)
        .setSha256(sha256(jpeg))
        .setHeads(violation.getHeads())
        .build();
  }

  /** The one that opened it, if it is still where it lay. */
  private Optional<Frame> frame(Violation violation) {
    return frames
        .find(Topics.FRAMES, violation.getFramePartition(), violation.getFrameOffset(), PATIENCE)
        .map(Frame.class::cast)
        .filter(found -> found.getFrameId().equals(violation.getFrameId()));
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
