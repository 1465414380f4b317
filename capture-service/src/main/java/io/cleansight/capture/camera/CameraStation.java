package io.cleansight.capture.camera;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import io.cleansight.capture.video.Source;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** One camera with its thread, its counts and its heartbeat. */
final class CameraStation implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CameraStation.class);
  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Camera camera;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CameraRun run;
  private final Thread thread;
  private volatile Condition condition = Condition.STARTING;
  private long publishedAtHeartbeat;
  private Instant heartbeatAt;

  CameraStation(
      Camera camera,
      CaptureProperties settings,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      ResumePoint resumePoint,
      Backlog backlog,
      Clock clock) {
    this.camera = camera;
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
    this.heartbeatAt = clock.instant();
    this.run =
        new CameraRun(
            camera,
            settings,
            new FramePublisher(kafka, records, tally, stop),
            resumePoint,
            backlog,
            clock,
            stop,
            this::become);
    this.thread = Thread.ofPlatform().name("camera-" + camera.id()).unstarted(run);
  }

  void start() {
    if (camera.parsedSource() instanceof Source.Drawn(var scene)) {
      // A drawn room knows its zones; those of a real one come from people.
      var settings = scene.settings(camera.id());
      send(Topics.CAMERAS, settings, clock.instant());
    }
    thread.start();
  }

  String cameraId() {
    return camera.id();
  }

  Tally tally() {
    return tally;
  }

  boolean online() {
    return condition.equals(Condition.ONLINE);
  }

  /**
   * Says how the camera is; called every five seconds and, by the camera's own thread, at every
   * change.
   */
  synchronized void heartbeat() {
    Instant now = clock.instant();
    long published = tally.published();
    double seconds = Duration.between(heartbeatAt, now).toNanos() / 1e9;
    double fps = seconds <= 0 ? 0 : (published - publishedAtHeartbeat) / seconds;
    publishedAtHeartbeat = published;
    heartbeatAt = now;
    var health =
        CameraHealth.newBuilder()
            .setCameraId(camera.id())
            .setAt(now.truncatedTo(ChronoUnit.MICROS))
            .setState(condition.state())
            .setReason(condition.reason())
            .setSourceKind(run.sourceKind())
            .setEpoch(run.epoch())
            .setFps(fps)
            .setCaptured(tally.captured())
            .setPublished(published)
            .setDropped(tally.dropped())
            .build();
    send(Topics.CAMERA_HEALTH, health, now); // if it is lost, the next one will tell
  }

  private void send(String topic, SpecificRecord event, Instant at) {
    try {
      kafka
          .send(records.of(topic, UUID.randomUUID(), at, event, null))
          .exceptionally(
              failure -> {
                log.debug("{}: not sent to {}", camera.id(), topic, failure);
                return null;
              });
    } catch (org.springframework.kafka.KafkaException
        | org.apache.kafka.common.KafkaException away) {
      log.debug("{}: not sent to {}", camera.id(), topic, away);
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        log.warn("{}: did not stop within {}", camera.id(), FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void become(Condition now) {
    if (!now.equals(condition)) {
      condition = now;
      heartbeat();
    }
  }
}
