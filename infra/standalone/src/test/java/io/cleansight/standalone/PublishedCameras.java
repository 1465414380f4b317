package io.cleansight.standalone;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Frame;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Cameras of ten pictures a second whose frames a test publishes, and judges at once in
 * inference-service's place, which is frozen. A frame's sequence is the millisecond in which it was
 * published.
 */
final class PublishedCameras implements AutoCloseable {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int PERIOD_MILLIS = 100;

  private final Launched line;
  private final int cameras;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final KafkaProducer<String, byte[]> producer;
  private final ByteBuffer picture = picture();
  private final Instant epoch = Instant.ofEpochMilli(System.currentTimeMillis());
  private final AtomicLong published = new AtomicLong();

  PublishedCameras(Launched line, int cameras)
      throws SQLException, IOException, InterruptedException {
    this.line = line;
    this.cameras = cameras;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", line.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    line.signal("inference-service", "STOP");
    try (var database = line.database();
        var insert =
            database.prepareStatement(
                """
                INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
                VALUES (?, now() + interval '1 day', 'online', 'live', 10, now(), 0, 0, '{}')
                """)) {
      for (int i = 0; i < cameras; i++) {
        insert.setString(1, id(i));
        insert.executeUpdate();
      }
    }
  }

  /** From now until it is closed. */
  AutoCloseable start() {
    var round = clock.scheduleAtFixedRate(this::publish, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return () -> round.cancel(false);
  }

  long published() {
    return published.get();
  }

  @Override
  public void close() throws IOException {
    clock.close();
    producer.close();
    try {
      line.signal("inference-service", "CONT");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    for (int i = 0; i < cameras; i++) {
      Frame frame = frame(id(i), now);
      producer.send(
          new ProducerRecord<>(
              Topics.FRAMES, frame.getCameraId(), EventCodec.encode(Topics.FRAMES, frame)),
          (place, failure) -> {
            if (failure == null) {
              judge(frame, place);
            }
          });
    }
  }

  private void judge(Frame frame, RecordMetadata place) {
    published.incrementAndGet();
    producer.send(
        new ProducerRecord<>(
            Topics.ACTIVITY,
            frame.getCameraId(),
            EventCodec.encode(Topics.ACTIVITY, judged(frame, place))));
  }

  private Frame frame(String camera, Instant now) {
    long sequence = now.toEpochMilli();
    return Frame.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(1)
        .setSequence(sequence)
        .setCapturedAt(now)
        .setWidth(WIDTH)
        .setHeight(HEIGHT)
        .setSourceKind("live")
        .setJpeg(picture.duplicate())
        .build();
  }

  private static Activity judged(Frame frame, RecordMetadata place) {
    var box = new Box(0.3, 0.2, 0.1, 0.2);
    var person =
        Person.newBuilder()
            .setTrackId(1)
            .setBox(box)
            .setScore(0.9f)
            .setVerdicts(List.of(new Verdict("hairnet", "compliant", 0.9f)))
            .build();
    return Activity.newBuilder()
        .setFrameId(frame.getFrameId())
        .setCameraId(frame.getCameraId())
        .setEpoch(frame.getEpoch())
        .setGeneration(frame.getGeneration())
        .setSequence(frame.getSequence())
        .setCapturedAt(frame.getCapturedAt())
        .setWidth(frame.getWidth())
        .setHeight(frame.getHeight())
        .setSourceKind(frame.getSourceKind())
        .setFramePartition(place.partition())
        .setFrameOffset(place.offset())
        .setPeople(List.of(person))
        .setHeads(List.of(box))
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(0)
        .setFps(1000.0 / PERIOD_MILLIS)
        .setModel("none")
        .build();
  }

  private static String id(int camera) {
    return "line-" + camera;
  }

  /** As much in it as a kitchen has. */
  private static ByteBuffer picture() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    var random = new Random(7);
    for (int i = 0; i < 400; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      pen.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(200), 60);
    }
    pen.dispose();
    return ByteBuffer.wrap(JudgedPicture.jpeg(image));
  }
}
