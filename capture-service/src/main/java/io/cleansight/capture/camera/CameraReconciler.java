package io.cleansight.capture.camera;

import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.BacklogAdmin;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.LatestRuns;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.publish.SegmentPublisher;
import io.cleansight.capture.setting.CameraSettings;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.capture.setting.EncryptedSources;
import io.cleansight.capture.setting.Footage;
import io.cleansight.capture.share.CameraShare;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.instance.InstanceId;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.read.TopicTailer;
import io.cleansight.video.Video;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The cameras that this instance captures, from start to stop: of those of the settings, which all
 * instances have, and those whose source people set, the ones in its {@link CameraShare}. What
 * people set of a camera, that it is switched off or another source, is followed while it runs;
 * what they had set before is known before the first one is opened. The address of a camera in the
 * settings is not changed by people.
 */
@Component
class CameraReconciler implements SmartLifecycle, CameraShare.Keeper {
  private static final Logger log = LoggerFactory.getLogger(CameraReconciler.class);

  /**
   * How long a camera that goes to another instance may take to stop. One that has not, as its
   * source hangs, publishes nothing any more.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  /** How long others wait for the cameras of one partition to open. */
  private static final Duration OPENING = Duration.ofSeconds(5);

  private final BacklogAdmin backlog;
  private final Station.Shared shared;
  private final EncryptedSources sources;
  private final Map<String, Camera> own;
  private final VideoDefaults defaults;
  private final SegmentPublisher segments;
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Station> stations = new ConcurrentHashMap<>();
  private final LatestRuns latest = new LatestRuns();
  private final List<TopicTailer> following;
  private final ExecutorService settling = Executors.newVirtualThreadPerTaskExecutor();

  /** Completes when it is known which cameras there are, and what people had set of them before. */
  private final CompletableFuture<Void> known = new CompletableFuture<>();

  private volatile boolean running;

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
      Video.Opener opener,
      CameraShare share) {
    this.sources = sources;
    this.backlog = new BacklogAdmin(Admin.create(admin.getConfigurationProperties()));
    var sender = new EventSender(kafka, records, clock);
    this.defaults = settings.video();
    this.segments =
        SegmentPublisher.of(sender, instance.client("segments"), meters, defaults.unsent());
    this.shared =
        new Station.Shared(
            new CameraContext(
                settings,
                instance,
                sender,
                sending,
                segments,
                new RunRegistry(sender, consumers),
                new ResumePoint(consumers, System::nanoTime),
                new Backlog(backlog, System::nanoTime),
                opener),
            meters,
            id -> running ? share.tenure(id) : Optional.empty(),
            System::nanoTime);
    this.following =
        List.of(
            new TopicTailer(
                "camera-settings",
                consumers,
                CameraSettings.TOPICS,
                new CameraSettings(this::follow)),
            new TopicTailer("latest-runs", consumers, LatestRuns.TOPICS, latest));
    this.own = settings.byId();
    share.keptBy(this);
  }

  @Scheduled(fixedRate = 5000)
  void heartbeat() {
    if (running) {
      stations.values().forEach(it -> it.running().ifPresent(RunningCamera::heartbeat));
    }
  }

  /** Whoever owns the camera has its latest run; see {@link LatestRuns}. */
  @Scheduled(fixedRate = 1000)
  void stayLatest() {
    stations.forEach(
        (id, station) -> {
          if (station.running().filter(this::isFollowed).isPresent()) {
            log.atWarn()
                .addKeyValue(LogKeys.CAMERA, id)
                .log("{}: an instance whose camera it is no more has begun a run; beginning", id);
            settling.execute(station::renew);
          }
        });
  }

  private boolean isFollowed(RunningCamera camera) {
    return camera.mayBeginAnew()
        && camera
            .registered()
            .filter(run -> latest.haveFollowed(camera.cameraId(), run.generation()))
            .isPresent();
  }

  @Override
  public void start() {
    running = true;
    following.forEach(TopicTailer::start);
  }

  /** It stops when others have taken over what they can, and before the consumer leaves. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  @Override
  public void stop() {
    following.forEach(TopicTailer::close);
    running = false;
    giveUp(_ -> true);
    settling.shutdown();
    segments.close();
    sending.shutdown();
    backlog.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Once it is known which cameras there are. */
  @Override
  public CompletableFuture<Void> take() {
    if (known.isDone() && !running) {
      return CompletableFuture.completedFuture(null); // it ends
    }
    return known
        .thenCompose(
            _ ->
                CompletableFuture.allOf(
                    stations.values().stream()
                        .map(it -> CompletableFuture.supplyAsync(it::take, settling))
                        .map(it -> it.thenCompose(seen -> seen))
                        .toArray(CompletableFuture[]::new)))
        .completeOnTimeout(null, OPENING.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void giveUp(Predicate<String> cameras) {
    var ending =
        stations.entrySet().stream()
            .filter(it -> cameras.test(it.getKey()) && it.getValue().running().isPresent())
            .map(it -> CompletableFuture.runAsync(it.getValue()::settle, settling))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ending).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      log.warn("of {} cameras some did not stop within {}", ending.length, FAREWELL);
    } catch (ExecutionException e) {
      log.error("a camera could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what people set; on the thread that reads it. */
  private void follow(Map<String, CameraSettings.Setting> changes) {
    changes.forEach(
        (id, set) -> {
          sources.keep(id, set.source());
          want(id, set);
        });
    if (!known.isDone()) {
      sources.known();
      own.keySet().stream()
          .filter(id -> !changes.containsKey(id))
          .forEach(id -> want(id, CameraSettings.Setting.NOTHING));
      known.complete(null);
    }
  }

  private void want(String id, CameraSettings.Setting set) {
    Station station = stations.computeIfAbsent(id, _ -> new Station(id, shared));
    if (station.want(wanted(id, set))) {
      settling.execute(station::settle);
    }
  }

  private Optional<Station.Wanted> wanted(String id, CameraSettings.Setting set) {
    return Optional.ofNullable(own.get(id))
        .or(() -> set.settings() == null && set.readable() ? Optional.empty() : added(id, set))
        .map(
            camera ->
                new Station.Wanted(
                    camera,
                    rest(set),
                    set.settings() == null && set.readable(),
                    Footage.of(camera, !own.containsKey(id), set.settings(), defaults)));
  }

  /** What a camera says that is not watched; null: it is. */
  private static @Nullable CameraCondition rest(CameraSettings.Setting set) {
    if (!set.readable()) {
      return CameraCondition.UNREADABLE; // it might show what is to be masked
    }
    boolean on = set.settings() == null || set.settings().getEnabled();
    return on ? null : CameraCondition.OFF;
  }

  private Optional<Camera> added(String id, CameraSettings.Setting set) {
    if (set.source() == null) {
      return Optional.empty();
    }
    Optional<Camera> camera =
        sources
            .address(set.source(), id)
            .map(address -> Camera.live(id, address, substream(id, set)));
    if (camera.isEmpty()) {
      log.atWarn()
          .addKeyValue(LogKeys.CAMERA, id)
          .log("{}: its source cannot be used: {}", id, EncryptedSources.COMPLAINT);
    }
    return camera;
  }

  /** Null: there is none, or none that can be used; then frames come from the camera's stream. */
  private @Nullable String substream(String id, CameraSettings.Setting set) {
    String encrypted = set.substream();
    if (encrypted == null) {
      return null;
    }
    Optional<String> address = sources.address(encrypted, id);
    if (address.isEmpty()) {
      log.atWarn()
          .addKeyValue(LogKeys.CAMERA, id)
          .log("{}: its substream cannot be used: {}", id, EncryptedSources.COMPLAINT);
    }
    return address.orElse(null);
  }
}
