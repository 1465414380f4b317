package io.cleansight.capture.camera;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import io.cleansight.capture.camera.CaptureProperties.Pace;
import io.cleansight.capture.camera.RunRegistry.Run;
import io.cleansight.capture.video.JpegEncoder;
import io.cleansight.capture.video.Picture;
import io.cleansight.capture.video.Source;
import io.cleansight.capture.video.Video;
import io.cleansight.capture.video.VideoException;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Words;
import io.cleansight.event.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Plays one camera on its own thread until stopped: registers the run, opens the source, publishes
 * its frames, and opens it again when it is lost. Nothing that a source does ends it or touches
 * another camera.
 */
final class CameraPlayer implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CameraPlayer.class);
  private static final Duration FLUSH = Duration.ofSeconds(10);

  private static final Duration LATE = Duration.ofSeconds(1);

  /** A source that refuses us is asked so much less often. */
  private static final int REFUSED_FACTOR = 10;

  private final Camera camera;
  private final Source source;
  private final boolean recorded;
  private final CaptureProperties settings;
  private final FramePublisher publisher;
  private final RunRegistry runs;
  private final ResumePoint resumePoint;
  private final Backlog backlog;
  private final InstantSource clock;
  private final CountDownLatch stop;
  private final Consumer<Condition> conditions;
  private volatile @Nullable Run run;
  private BackOffExecution retries;
  private long sequence;

  /**
   * @param clock the broker's time
   */
  CameraPlayer(
      Camera camera,
      CaptureProperties settings,
      FramePublisher publisher,
      RunRegistry runs,
      ResumePoint resumePoint,
      Backlog backlog,
      InstantSource clock,
      CountDownLatch stop,
      Consumer<Condition> conditions) {
    this.camera = camera;
    this.source = camera.parsedSource();
    this.recorded = camera.recorded();
    this.settings = settings;
    this.publisher = publisher;
    this.runs = runs;
    this.resumePoint = resumePoint;
    this.backlog = backlog;
    this.clock = clock;
    this.stop = stop;
    this.conditions = conditions;
    this.retries = newRetries();
  }

  String sourceKind() {
    return recorded ? Words.RECORDED : Words.LIVE;
  }

  /** The run that is played; empty until Kafka has registered it. */
  Optional<Run> registered() {
    return Optional.ofNullable(run);
  }

  @Override
  public void run() {
    try {
      Optional<Run> begun = begin();
      while (begun.isPresent() && stop.getCount() > 0) {
        if (played(begun.get())) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Registers the run; empty if there is nothing to be played. Waits for Kafka as long as it takes.
   */
  private Optional<Run> begin() throws InterruptedException {
    while (stop.getCount() > 0) {
      try {
        Run begun = recorded ? runs.recorded(camera.id(), requested()) : runs.live(camera.id());
        run = begun;
        log.info(
            "{}: {} from {}, epoch {}, generation {}",
            camera.id(),
            sourceKind(),
            source,
            begun.epoch(),
            begun.generation());
        if (!begun.latest()) {
          log.warn("{}: another run has followed this one, which is not played again", camera.id());
          conditions.accept(Condition.FOLLOWED);
          return Optional.empty();
        }
        return Optional.of(begun);
      } catch (KafkaException e) {
        log.warn("{}: waiting for Kafka to register the run: {}", camera.id(), e.getMessage());
        stop.await(settings.firstRetry().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return Optional.empty();
  }

  /**
   * Identity of the request to play a recorded file: without one in the settings, this start of it.
   */
  private Instant requested() {
    Instant asked = camera.epoch();
    return (asked == null ? clock.instant() : asked).truncatedTo(ChronoUnit.MICROS);
  }

  /** Plays the source once; true when there is nothing more to come, ever. */
  private boolean played(Run begun) throws InterruptedException {
    try (var video = Video.open(source, settings.patience());
        var encoder = new JpegEncoder()) {
      if (recorded) {
        playRecorded(begun, video, encoder);
        return stop.getCount() == 0 || finish();
      }
      playLive(begun, video, encoder);
      if (source instanceof Source.Stream && stop.getCount() > 0) {
        throw VideoException.ended();
      }
      return false; // a looped file begins again at once
    } catch (VideoException e) {
      rest(e);
      return false;
    }
  }

  private boolean finish() throws InterruptedException {
    boolean all = publisher.flush(FLUSH);
    log.info(
        "{}: played to its end, {} frames{}",
        camera.id(),
        sequence,
        all ? "" : ", the last still on their way");
    conditions.accept(Condition.FINISHED);
    return true;
  }

  private void playRecorded(Run begun, Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    long after = lastPublished(begun);
    Instant epoch = begun.epoch();
    Instant began =
        camera.pace() == Pace.MAX ? epoch.minus(video.duration().orElse(Duration.ZERO)) : epoch;
    var sampler = new Sampler(camera.fps());
    var pacer = new Pacer();
    sequence = 0;
    for (var next = next(video); next.isPresent(); next = next(video)) {
      Picture picture = next.get();
      if (!sampler.keeps(picture.mediaTime())) {
        continue;
      }
      long number = sequence++;
      if (number <= after) {
        continue;
      }
      if (camera.pace() == Pace.REALTIME) {
        pacer.await(picture.mediaTime());
      }
      awaitRoom();
      publisher.insist(frame(begun, number, began.plus(picture.mediaTime()), picture, encoder));
      well();
    }
  }

  private void playLive(Run begun, Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    boolean drawn = source instanceof Source.Drawn;
    var blindness =
        new Blindness(settings.coveredAfter(), drawn ? Duration.ZERO : settings.frozenAfter());
    var sampler = new Sampler(camera.fps());
    var pacer = new Pacer();
    for (var next = next(video); next.isPresent(); next = next(video)) {
      Picture picture = next.get();
      if (!sampler.keeps(picture.mediaTime())) {
        continue;
      }
      boolean paced = !(source instanceof Source.Stream);
      if (paced && !pacer.await(picture.mediaTime())) {
        continue; // what cannot be drawn or decoded in time is left out, as a camera would
      }
      Instant now = clock.instant();
      if (publisher.offer(frame(begun, sequence, now, picture, encoder))) {
        sequence++;
      }
      retries = newRetries();
      conditions.accept(
          blindness.look(now, encoder.glance()).map(Condition::blind).orElse(Condition.ONLINE));
    }
  }

  /** Empty at the end of the video, or when the camera is being stopped. */
  private Optional<Picture> next(Video video) throws VideoException {
    return stop.getCount() == 0 ? Optional.empty() : video.next();
  }

  private Frame frame(Run begun, long number, Instant at, Picture picture, JpegEncoder encoder)
      throws VideoException {
    return Frame.newBuilder()
        .setFrameId(Ids.frame(camera.id(), begun.epoch(), number))
        .setCameraId(camera.id())
        .setEpoch(begun.epoch())
        .setGeneration(begun.generation())
        .setSequence(number)
        .setCapturedAt(at.truncatedTo(ChronoUnit.MICROS))
        .setWidth(picture.width())
        .setHeight(picture.height())
        .setSourceKind(sourceKind())
        .setJpeg(ByteBuffer.wrap(encoder.encode(picture)))
        .build();
  }

  private long lastPublished(Run begun) throws InterruptedException {
    while (stop.getCount() > 0) {
      try {
        long last = resumePoint.lastSequence(camera.id(), begun.epoch()).orElse(-1);
        if (last >= 0) {
          log.info("{}: goes on after frame {}", camera.id(), last);
        }
        return last;
      } catch (KafkaException e) {
        log.warn("{}: waiting for Kafka to say how far it was: {}", camera.id(), e.getMessage());
        stop.await(settings.firstRetry().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return -1;
  }

  private void awaitRoom() throws InterruptedException {
    while (stop.getCount() > 0 && backlog.frames() > settings.backlog()) {
      stop.await(settings.firstRetry().toMillis() / 10, TimeUnit.MILLISECONDS);
    }
  }

  private void well() {
    retries = newRetries();
    conditions.accept(Condition.ONLINE);
  }

  private void rest(VideoException e) throws InterruptedException {
    long pause = retries.nextBackOff() * (e.refused() ? REFUSED_FACTOR : 1);
    log.warn("{}: {}; trying again in {} ms", camera.id(), e.getMessage(), pause);
    conditions.accept(Condition.of(String.valueOf(e.getMessage())));
    stop.await(pause, TimeUnit.MILLISECONDS);
  }

  private BackOffExecution newRetries() {
    var backOff = new ExponentialBackOff(settings.firstRetry().toMillis(), 2);
    backOff.setMaxInterval(settings.longestRetry().toMillis());
    backOff.setJitter(settings.firstRetry().toMillis() / 2);
    return backOff.start();
  }

  /** Holds a file to its own pace: the first picture now, each later one when its time has come. */
  private final class Pacer {
    private long start = -1;

    /** Waits until it is time; false if that was more than {@link #LATE} ago. */
    boolean await(Duration mediaTime) throws InterruptedException {
      long now = System.nanoTime();
      if (start < 0) {
        start = now - mediaTime.toNanos();
      }
      long wait = start + mediaTime.toNanos() - now;
      if (wait > 0) {
        stop.await(wait, TimeUnit.NANOSECONDS);
      }
      return -wait < LATE.toNanos();
    }
  }
}
