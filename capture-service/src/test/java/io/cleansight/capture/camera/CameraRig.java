package io.cleansight.capture.camera;

import static org.awaitility.Awaitility.await;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.RecordingLatch;
import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.publish.SegmentPublisher;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.cleansight.event.Segment;
import io.cleansight.messaging.instance.InstanceId;
import io.cleansight.video.Hardware;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A camera's player with everything around it in memory, played on the caller's thread: time passes
 * while it waits, and then somebody else may act.
 */
final class CameraRig {
  static final Instant REQUEST = Instant.parse("2026-03-01T10:00:00Z");
  static final Footage ALL = new Footage(Taking.ALL, null, true);
  static final int BACKLOG = 5;
  private static final String STREAM = "rtsp://camera/1";
  private static final String FILE = "scene:7?minutes=1";
  private static final Duration SPEECH = Duration.ofSeconds(5);

  final FakeKafka kafka = new FakeKafka();
  final FakeInference inference = new FakeInference(kafka);
  final FrameCounter counter = new FrameCounter();
  final List<CameraCondition> conditions = new ArrayList<>();
  final EventSender sender = kafka.sender();

  /** What happens while the player waits. */
  Consumer<Duration> meanwhile = _ -> {};

  final RecordingLatch stop =
      new RecordingLatch(
          wait -> {
            kafka.pass(wait);
            meanwhile(wait);
          });
  final FakeVideos videos = new FakeVideos(stop::countDown);

  /** What people want of the camera. */
  volatile Footage footage = ALL;

  private final SegmentPublisher segments =
      new SegmentPublisher(sender, new SimpleMeterRegistry(), DataSize.ofMegabytes(32).toBytes());
  private DataSize backlogBytes = DataSize.ofMegabytes(64);

  CameraRig() {
    kafka.make(Topics.CAMERA_RUNS, 1);
    kafka.make(Topics.DETECTIONS, 1);
    kafka.make(Topics.FRAMES, 1);
    kafka.make(Topics.SEGMENTS, 1);
  }

  private void meanwhile(Duration wait) {
    meanwhile.accept(wait);
  }

  /** Acknowledges what is held back, from another thread. */
  void releaseSoon() {
    Thread.ofVirtual().start(kafka::release);
  }

  CameraRig backlogBytes(long bytes) {
    backlogBytes = DataSize.ofBytes(bytes);
    return this;
  }

  static Camera stream() {
    return Camera.live("line-1", STREAM, null);
  }

  static Camera stream(double fps) {
    return new Camera("line-1", STREAM, false, fps, Pace.REALTIME, null, null);
  }

  static Camera file(@Nullable Instant request) {
    return new Camera("line-1", FILE, false, null, Pace.MAX, request, null);
  }

  CameraContext context() {
    return context(videos);
  }

  /** With other videos than those that are made up. */
  CameraContext context(Video.Opener opener) {
    return context(
        new CaptureProperties(
            List.of(),
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            SPEECH,
            Duration.ofSeconds(60),
            BACKLOG,
            backlogBytes,
            new CaptureProperties.Sources(List.of(), 1, DataSize.ofGigabytes(1), 0),
            new VideoDefaults(5, 85, true, DataSize.ofMegabytes(32), Hardware.NONE)),
        opener);
  }

  CameraContext context(CaptureProperties settings, Video.Opener opener) {
    return new CameraContext(
        settings,
        new InstanceId("test", false),
        sender,
        Runnable::run,
        segments,
        new RunRegistry(sender, kafka.consumers()),
        new ResumePoint(kafka.consumers(), kafka::nanoTime),
        new Backlog(inference, kafka::nanoTime),
        opener);
  }

  CameraPlayer player(Camera camera) {
    footage = new Footage(new Taking(camera.fps(), 85, null), footage.stillFramesPerSecond(), true);
    return new CameraPlayer(camera, context(), counter, stop, this::become, () -> footage);
  }

  /** Plays it until it ends. */
  CameraPlayer play(Camera camera) {
    CameraPlayer player = player(camera);
    player.run();
    return player;
  }

  List<Frame> frames() {
    return kafka.events(Topics.FRAMES, Frame.class);
  }

  /** What was sent of its video, once it is so many. */
  List<Segment> segments(int many) {
    await().atMost(Duration.ofSeconds(20)).until(() -> segments().size() >= many);
    return segments();
  }

  private List<Segment> segments() {
    return kafka.events(Topics.SEGMENTS, Segment.class);
  }

  /** What one of several cameras has said of itself. */
  List<CameraHealth> health(String cameraId) {
    return kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class).stream()
        .filter(it -> it.getCameraId().equals(cameraId))
        .toList();
  }

  List<Long> sequences() {
    return frames().stream().map(Frame::getSequence).toList();
  }

  /** How it was, without repeats. */
  List<String> states() {
    var states = new ArrayList<String>();
    for (var condition : conditions) {
      String state = condition.status().word();
      if (states.isEmpty() || !states.getLast().equals(state)) {
        states.add(state);
      }
    }
    return states;
  }

  private void become(CameraCondition condition) {
    if (conditions.isEmpty() || !conditions.getLast().equals(condition)) {
      conditions.add(condition);
    }
  }
}
