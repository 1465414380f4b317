package io.cleansight.persistence.record;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.event.Camera;
import io.cleansight.event.Segment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Video of a few cameras as capture-service would publish it; what it shows does not matter here.
 */
final class SegmentTraffic implements AutoCloseable {
  static final Duration STEP = Duration.ofSeconds(2);
  private static final int BYTES = 20_000;

  private final Instant epoch = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(300);
  private final KafkaProducer<String, Object> producer;

  SegmentTraffic(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new StringSerializer(),
            new EventSerializer());
  }

  Instant epoch() {
    return epoch;
  }

  void camera(String id, boolean recorded) {
    producer.send(
        new ProducerRecord<>(
            Topics.CAMERAS,
            id,
            Camera.newBuilder()
                .setCameraId(id)
                .setName(id)
                .setEnabled(true)
                .setZones(List.of())
                .setRecordVideo(recorded)
                .build()));
    producer.flush();
  }

  /** Sends a segment of the first run. */
  void send(String camera, long sequence) {
    send(segment(camera, 1, sequence));
  }

  void send(Segment segment) {
    producer.send(new ProducerRecord<>(Topics.SEGMENTS, segment.getCameraId(), segment));
  }

  void flush() {
    producer.flush();
  }

  Segment segment(String camera, long generation, long sequence) {
    Instant from = epoch.plus(STEP.multipliedBy(sequence));
    return Segment.newBuilder()
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(generation)
        .setSequence(sequence)
        .setFirstCapturedAt(from)
        .setLastCapturedAt(from.plus(STEP))
        .setCodec("avc1.64001F")
        .setWidth(320)
        .setHeight(240)
        .setKeyFrame(true)
        .setSourceKind("live")
        .setInit(ByteBuffer.wrap(init(generation)))
        .setFragment(ByteBuffer.wrap(fragment(camera, sequence)))
        .build();
  }

  static byte[] init(long generation) {
    return ("init of run " + generation).getBytes(StandardCharsets.US_ASCII);
  }

  /** The same of the same camera and number. */
  static byte[] fragment(String camera, long sequence) {
    var bytes = new byte[BYTES];
    new Random(camera.hashCode() + sequence).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    producer.close();
  }
}
