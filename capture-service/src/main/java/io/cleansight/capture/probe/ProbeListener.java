package io.cleansight.capture.probe;

import io.cleansight.capture.setting.EncryptedSources;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.ProbeState;
import io.cleansight.event.Probe;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Picture;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Looks once at a source that somebody asks about, and answers with its picture or with why there
 * is none. One after the other; whoever asked longer ago than {@link #ASKER_LEAVES} has gone.
 */
@Component
class ProbeListener {
  private static final Logger log = LoggerFactory.getLogger(ProbeListener.class);
  private static final Duration ASKER_LEAVES = Duration.ofSeconds(20);

  /** For opening it, and again for its picture. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EncryptedSources sources;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final BrokerClock clock;
  private final Video.Opener opener;

  ProbeListener(
      EncryptedSources sources,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      BrokerClock clock,
      Video.Opener opener) {
    this.sources = sources;
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
    this.opener = opener;
  }

  @KafkaListener(
      id = ConsumerGroups.CAPTURE_PROBES,
      topics = Topics.PROBES,
      properties = {"max.poll.records=1"})
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) throws InterruptedException {
    SortedBatch sorted = SortedBatch.of(batch);
    sorted.deadLetters().forEach(it -> kafka.send(it.record()).join());
    for (var consumed : sorted.events()) {
      if (consumed.event() instanceof Probe probe
          && isAwaited(probe, consumed.record())
          && isKnown(probe)) {
        kafka
            .send(
                records.of(Topics.PROBES, UUID.randomUUID(), clock.instant(), answer(probe), null))
            .join();
      }
    }
  }

  /** By the broker's clock, once it is known: whoever asked may have another than ours. */
  private boolean isAwaited(Probe probe, ConsumerRecord<?, ?> record) {
    Instant asked = Instant.ofEpochMilli(record.timestamp());
    boolean inTime = clock.skew().isEmpty() || clock.instant().isBefore(asked.plus(ASKER_LEAVES));
    return ProbeState.ASKED.is(probe.getState()) && inTime;
  }

  /**
   * A source that the question does not bring is looked up, whichever instance captures the camera.
   * One that has just started waits until it has read what people set.
   */
  private boolean isKnown(Probe asked) throws InterruptedException {
    return asked.getSource() != null || sources.awaitKnown(ASKER_LEAVES);
  }

  private Probe answer(Probe asked) {
    var answer =
        Probe.newBuilder()
            .setProbeId(asked.getProbeId())
            .setCameraId(asked.getCameraId())
            .setAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
            .setState(ProbeState.ANSWERED.word());
    var address =
        Optional.ofNullable(asked.getSource())
            .or(() -> sources.kept(asked.getCameraId()))
            .flatMap(it -> sources.address(it, asked.getCameraId()));
    if (address.isEmpty()) {
      return answer.setReason(EncryptedSources.COMPLAINT).build();
    }
    try {
      Optional<byte[]> jpeg = look(Source.parse(address.get()));
      return jpeg.map(it -> answer.setJpeg(ByteBuffer.wrap(it)))
          .orElseGet(() -> answer.setReason("it has no picture"))
          .build();
    } catch (VideoException e) {
      log.atInfo()
          .addKeyValue(LogKeys.CAMERA, asked.getCameraId())
          .log("{}: probed: {}", asked.getCameraId(), e.getMessage());
      return answer.setReason(e.getMessage()).build();
    }
  }

  private Optional<byte[]> look(Source source) throws VideoException {
    try (var video = opener.open(source, PATIENCE);
        var encoder = new JpegEncoder()) {
      Optional<Picture> picture = video.next();
      return picture.isEmpty() ? Optional.empty() : Optional.of(encoder.encode(picture.get()));
    }
  }
}
