package io.cleansight.capture.camera;

import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.BacklogAdmin;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.publish.SegmentPublisher;
import io.cleansight.capture.setting.CameraSettings;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.EncryptedSources;
import io.cleansight.capture.setting.Footage;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.instance.InstanceId;
import io.cleansight.messaging.read.TopicTailer;
import io.cleansight.video.Video;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * All cameras of this process, from start to stop: those of its own settings, and those whose
 * source people set. What people set of a camera, that it is switched off or another source, is
 * followed while it runs; what they had set before is known before the first one is opened. The
 * address of a camera in its own settings is not changed by people.
 */
@Component
class CameraReconciler implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(CameraReconciler.class);

  private final MeterRegistry meters;
  private final BacklogAdmin backlog;
  private final CameraContext context;
  private final EncryptedSources sources;
  private final Map<String, Camera> own;
  private final Map<String, Reconciled> runningCameras = new ConcurrentHashMap<>();
  private final TopicTailer following;
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final SegmentPublisher segments;
  private volatile boolean running;

  /** Whether what people had set before is known; for the thread that reads it. */
  private boolean begun;

  /**
   * What is to be done with a camera.
   *
   * @param on whether it is watched; else it only says that it is switched off
   * @param footage what is taken of it, which changes while it runs
   */
  private record DesiredCamera(Camera camera, boolean on, Footage footage) {
    /** Whether it goes on as it runs, but for what is taken of it. */
    boolean goesOnAs(DesiredCamera other) {
      return camera.equals(other.camera) && on == other.on;
    }
  }

  /** A station and what it was told to do. */
  private record Reconciled(
      DesiredCamera desired, RunningCamera runningCamera, CameraMeters meters) {}

  CameraReconciler(
      CaptureProperties settings,
      EncryptedSources sources,
      KafkaTemplate<String, Object> kafka,
      KafkaAdmin admin,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      EventRecords records,
      MeterRegistry meters,
      BrokerClock clock,
      InstanceId instance,
      Video.Opener opener) {
    this.sources = sources;
    this.meters = meters;
    this.backlog = new BacklogAdmin(Admin.create(admin.getConfigurationProperties()));
    var sender = new EventSender(kafka, records, clock);
    this.segments =
        SegmentPublisher.of(sender, instance.client("segments"), meters, settings.video().unsent());
    this.context =
        new CameraContext(
            settings,
            instance,
            sender,
            sending,
            segments,
            new RunRegistry(sender, consumers),
            new ResumePoint(consumers, System::nanoTime),
            new Backlog(backlog, System::nanoTime),
            opener);
    this.following =
        new TopicTailer(
            "camera-settings", consumers, CameraSettings.TOPICS, new CameraSettings(this::follow));
    this.own = settings.byId();
  }

  @Scheduled(fixedRate = 5000)
  void heartbeat() {
    if (running) {
      runningCameras.values().forEach(it -> it.runningCamera().heartbeat());
    }
  }

  @Override
  public void start() {
    running = true;
    following.start();
  }

  @Override
  public void stop() {
    running = false;
    following.close();
    runningCameras.values().parallelStream().forEach(it -> it.runningCamera().close());
    segments.close();
    sending.close();
    backlog.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Does what people set; on the thread that reads it, one camera after the other. */
  private void follow(Map<String, CameraSettings.Setting> changes) {
    changes.forEach(
        (id, set) -> {
          sources.keep(id, set.source());
          reconcile(id, set, desired(id, set));
        });
    if (!begun) {
      begun = true;
      own.keySet().stream()
          .filter(id -> !changes.containsKey(id))
          .forEach(
              id ->
                  reconcile(
                      id,
                      CameraSettings.Setting.NOTHING,
                      desired(id, CameraSettings.Setting.NOTHING)));
    }
  }

  private Optional<DesiredCamera> desired(String id, CameraSettings.Setting set) {
    boolean on = set.settings() == null || set.settings().getEnabled();
    return Optional.ofNullable(own.get(id))
        .or(() -> set.settings() == null ? Optional.empty() : added(id))
        .map(
            camera ->
                new DesiredCamera(
                    camera,
                    on,
                    Footage.of(
                        camera, !own.containsKey(id), set.settings(), context.settings().video())));
  }

  private Optional<Camera> added(String id) {
    Optional<String> encrypted = sources.kept(id);
    if (encrypted.isEmpty()) {
      return Optional.empty();
    }
    Optional<Camera> camera =
        sources.address(encrypted.get(), id).map(address -> Camera.live(id, address, null));
    if (camera.isEmpty()) {
      log.warn("{}: its source cannot be used: {}", id, EncryptedSources.COMPLAINT);
    }
    return camera;
  }

  private void reconcile(String id, CameraSettings.Setting set, Optional<DesiredCamera> wanted) {
    Reconciled there = runningCameras.get(id);
    if (wanted.equals(Optional.ofNullable(there).map(Reconciled::desired))) {
      return;
    }
    if (there != null && wanted.isPresent() && wanted.get().goesOnAs(there.desired())) {
      there.runningCamera().want(wanted.get().footage());
      runningCameras.put(id, new Reconciled(wanted.get(), there.runningCamera(), there.meters()));
      return;
    }
    if (there != null) {
      runningCameras.remove(id);
      there.runningCamera().switchOff();
      there.meters().close();
    }
    wanted.ifPresent(desired -> open(desired, set.settings() == null));
  }

  /**
   * @param unset whether nobody has set it, so that a drawn room tells its zones itself
   */
  private void open(DesiredCamera desired, boolean unset) {
    RunningCamera runningCamera;
    try {
      runningCamera = new RunningCamera(desired.camera(), desired.footage(), unset, context);
    } catch (IllegalArgumentException e) { // its file was there at the start
      log.warn("{}: {}", desired.camera().id(), e.getMessage());
      return;
    }
    runningCameras.put(
        desired.camera().id(),
        new Reconciled(desired, runningCamera, new CameraMeters(runningCamera, meters)));
    if (desired.on()) {
      runningCamera.start();
    } else {
      runningCamera.switchOff();
    }
    log.info("{}: {}", desired.camera().id(), desired.on() ? "watched" : "switched off");
  }
}
