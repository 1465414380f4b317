package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Evidence;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import io.cleansight.event.Visit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What inference-service would say of sixteen cameras, seeded: frames in their order, and for every
 * fifty a violation that opens, gets its picture, and closes.
 */
final class Traffic implements AutoCloseable {
  static final int CAMERAS = 16;
  private static final int FRAMES_PER_VIOLATION = 50;
  private static final int FRAMES_PER_VISIT = 7;
  private static final Duration STEP = Duration.ofMillis(500);
  private static final String[] VERDICTS = {"compliant", "violating", "unknown"};

  private final KafkaProducer<String, byte[]> producer;
  private final Random random;
  private final Instant epoch =
      Instant.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.MILLIS);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long frames;

  Traffic(String bootstrapServers, long seed) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new StringSerializer(),
            new ByteArraySerializer());
    random = new Random(seed);
  }

  /** Sends so many further frames, in turn of all cameras; Kafka has them when it returns. */
  void send(int count) {
    for (int i = 0; i < count; i++) {
      long sequence = frames / CAMERAS;
      String camera = "cam-" + frames % CAMERAS;
      Activity frame = frame(camera, sequence);
      send(Topics.ACTIVITY, camera, frame);
      if (frames % FRAMES_PER_VIOLATION == 0) {
        violate(frame);
      }
      frames++;
    }
    flush();
  }

  /** Kafka has all when this returns. */
  void flush() {
    producer.flush();
    assertThat(failure.get()).isNull();
  }

  /** A key's event holds no longer. */
  void withdraw(String topic, String key) {
    producer.send(new ProducerRecord<>(topic, key, null), (_, e) -> failure.compareAndSet(null, e));
  }

  void send(String topic, String key, SpecificRecord event) {
    producer.send(
        new ProducerRecord<>(topic, key, EventCodec.encode(topic, event)),
        (_, e) -> failure.compareAndSet(null, e));
  }

  @Override
  public void close() {
    producer.close();
  }

  private void violate(Activity frame) {
    String camera = frame.getCameraId();
    long track = frame.getSequence();
    String type = random.nextInt(4) == 0 ? "no_handwash" : "no_hairnet";
    UUID id = Ids.violation(frame.getFrameId(), type, track);
    Violation opened =
        Violation.newBuilder()
            .setViolationId(id)
            .setCameraId(camera)
            .setType(type)
            .setState("opened")
            .setEpoch(epoch)
            .setTrackId(track)
            .setOpenedAt(frame.getCapturedAt())
            .setConfidence(0.75)
            .setBox(new Box(0.25, 0.25, 0.125, 0.125))
            .setFrameId(frame.getFrameId())
            .setSequence(frame.getSequence())
            .setFramePartition(0)
            .setFrameOffset(frame.getSequence())
            .setVisitId(visit(camera, track))
            .setVisitStartedAt(started(track))
            .setZones(List.of("entrance", "work_area"))
            .setReason(type + " in 9 of 11 frames over 2.1 s")
            .build();
    send(Topics.VIOLATIONS, camera, opened);
    send(
        Topics.EVIDENCE,
        camera,
        Evidence.newBuilder()
            .setViolationId(id)
            .setCameraId(camera)
            .setFrameId(frame.getFrameId())
            .setCapturedAt(frame.getCapturedAt())
            .setState("present")
            .setJpeg(ByteBuffer.wrap(picture()))
            .setSha256("00")
            .setHeads(List.of(opened.getBox()))
            .build());
    send(
        Topics.VIOLATIONS,
        camera,
        Violation.newBuilder(opened)
            .setState("closed")
            .setClosedAt(frame.getCapturedAt().plusSeconds(7))
            .build());
  }

  private byte[] picture() {
    var image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
    image.setRGB(random.nextInt(320), random.nextInt(180), 0xffffff);
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer in memory cannot fail
    }
    return bytes.toByteArray();
  }

  private Activity frame(String camera, long sequence) {
    var people = new ArrayList<Person>();
    int violating = 0;
    for (int i = random.nextInt(4); i > 0; i--) {
      String verdict = VERDICTS[random.nextInt(VERDICTS.length)];
      violating += verdict.equals("violating") ? 1 : 0;
      people.add(person(random.nextInt(100), verdict));
    }
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setSequence(sequence)
        .setCapturedAt(epoch.plus(STEP.multipliedBy(sequence)))
        .setWidth(1280)
        .setHeight(720)
        .setSourceKind("live")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setPeople(people)
        .setHairnetViolations(violating)
        .setEvents(
            random.nextInt(20) == 0
                ? List.of(
                    new HygieneEvent(
                        "handwash",
                        1L,
                        epoch.plus(STEP.multipliedBy(sequence)).minusSeconds(20),
                        20_000L))
                : List.of())
        .setVisits(visits(camera, sequence))
        // In binary fractions of a second, so that sums are exact in any order.
        .setProcessingMicros(125_000L << random.nextInt(3))
        .setFps(2)
        .setModel("model")
        .build();
  }

  /** A visit begins with every so many frames, and is judged some frames later. */
  private List<Visit> visits(String camera, long sequence) {
    long into = sequence % FRAMES_PER_VISIT;
    return into == 0 || into == 3
        ? List.of(
            new Visit(
                visit(camera, sequence), 1L, started(sequence), into == 0, into == 3, List.of()))
        : List.of();
  }

  private UUID visit(String camera, long sequence) {
    return Ids.visit(Ids.frame(camera, epoch, sequence - sequence % FRAMES_PER_VISIT), 1);
  }

  private Instant started(long sequence) {
    return epoch.plus(STEP.multipliedBy(sequence - sequence % FRAMES_PER_VISIT));
  }

  private static Person person(long track, String verdict) {
    return Person.newBuilder()
        .setTrackId(track)
        .setBox(new Box(0.25, 0.25, 0.125, 0.5))
        .setScore(0.875f)
        .setVerdicts(List.of(new Verdict("hairnet", verdict, 0.75f)))
        .setZones(track % 2 == 0 ? List.of("work_area") : List.of())
        .build();
  }
}
