package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one camera on its own thread until stopped: registers the run, opens the source, publishes
 * its frames, and opens it again when it is lost. Nothing that a source does ends it or touches
 * another camera.
 */
final class CameraPlayer implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CameraPlayer.class);

  private final Camera camera;
  private final Source source;
  private final boolean recorded;
  private final CameraContext context;
  private final FrameCounter counter;
  private final CountDownLatch stop;
  private final Consumer<CameraCondition> conditions;
  private final Supplier<Footage> footage;
  private final Retries retries;
  private volatile @Nullable Run run;

  /**
   * @param counter of this camera's frames
   * @param stop ends it, whatever it waits for
   * @param conditions receives the camera's condition, also when it is unchanged
   * @param footage what people want of it, asked again and again
   */
  CameraPlayer(
      Camera camera,
      CameraContext context,
      FrameCounter counter,
      CountDownLatch stop,
      Consumer<CameraCondition> conditions,
      Supplier<Footage> footage) {
    this.camera = camera;
    this.source = camera.parsedSource();
    this.recorded = camera.recorded();
    this.context = context;
    this.counter = counter;
    this.stop = stop;
    this.conditions = conditions;
    this.footage = footage;
    this.retries = new Retries(context.settings().firstRetry(), context.settings().longestRetry());
  }

  String sourceKind() {
    return recorded ? SourceKind.RECORDED.word() : SourceKind.LIVE.word();
  }

  /** The run that is played; empty until Kafka has registered it. */
  Optional<Run> registered() {
    return Optional.ofNullable(run);
  }

  @Override
  public void run() {
    try {
      Optional<Run> begun = begin();
      if (begun.isPresent()) {
        try (Play play = play(begun.get())) {
          boolean over = false;
          while (!over && stop.getCount() > 0) {
            over = isOver(play);
          }
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
        Run begun = register();
        run = begun;
        announce(begun);
        return Optional.of(begun).filter(Run::latest);
      } catch (KafkaException e) {
        log.warn("{}: waiting for Kafka to register the run: {}", camera.id(), e.getMessage());
        await(context.settings().firstRetry());
      }
    }
    return Optional.empty();
  }

  private void announce(Run begun) {
    log.info(
        "{}: {} from {}, epoch {}, generation {}",
        camera.id(),
        sourceKind(),
        source,
        begun.epoch(),
        begun.generation());
    if (!begun.latest()) {
      log.warn("{}: another run has followed this one, which is not played again", camera.id());
      conditions.accept(CameraCondition.FOLLOWED);
    }
  }

  /** Without a request in the settings, this start of a file is one. */
  private Run register() throws InterruptedException {
    Instant request = camera.epoch();
    return recorded && request != null
        ? context.runs().requested(camera.id(), request.truncatedTo(ChronoUnit.MICROS))
        : context.runs().started(camera.id(), sourceKind());
  }

  private Play play(Run begun) {
    var needs = new PlayContext(camera, context, begun, counter, stop, this::well, footage);
    return recorded ? new RecordedPlay(needs) : new LivePlay(needs);
  }

  /** Opens the source and plays it; true when the run is over. */
  private boolean isOver(Play play) throws InterruptedException {
    try (var video = context.opener().open(play.opening());
        var encoder = new JpegEncoder()) {
      return play.play(video, encoder);
    } catch (VideoException e) {
      rest(e);
      return false;
    }
  }

  private void well(CameraCondition condition) {
    retries.reset();
    conditions.accept(condition);
  }

  private void rest(VideoException e) throws InterruptedException {
    Duration pause = retries.next(e.fault());
    log.warn("{}: {}; trying again in {} ms", camera.id(), e.getMessage(), pause.toMillis());
    conditions.accept(CameraCondition.of(e));
    await(pause);
  }

  private void await(Duration pause) throws InterruptedException {
    stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
