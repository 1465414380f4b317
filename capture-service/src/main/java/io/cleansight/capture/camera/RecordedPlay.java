package io.cleansight.capture.camera;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import io.cleansight.capture.camera.CaptureProperties.Pace;
import io.cleansight.capture.camera.RunRegistry.Run;
import io.cleansight.capture.camera.Unjudged.Unread;
import io.cleansight.capture.video.JpegEncoder;
import io.cleansight.capture.video.Picture;
import io.cleansight.capture.video.Video;
import io.cleansight.capture.video.VideoException;
import io.cleansight.event.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recorded file's run: no frame is lost. It is held while too much of what was published has not
 * been judged, it is played again from the first frame that Kafka has deleted unjudged, and it is
 * over when all of it has been judged.
 */
final class RecordedPlay implements Play {
  private static final Logger log = LoggerFactory.getLogger(RecordedPlay.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** A file that is played as fast as it is judged is held all the time, but never so long. */
  private static final Duration HELD = Duration.ofSeconds(5);

  private final Camera camera;
  private final CameraContext context;
  private final RunFrames frames;
  private final FramePublisher publisher;
  private final CountDownLatch stop;
  private final Consumer<Condition> conditions;
  private final Unjudged unjudged = new Unjudged();

  /** The last sequence that need not be published; empty until it is known. */
  private OptionalLong published = OptionalLong.empty();

  /** The last sequence that was ever published: up to there, playing is no progress. */
  private long furthest = -1;

  /** When its condition was said last. */
  private Instant saidAt;

  /**
   * @param conditions is given the camera's condition with every new frame, and while it is held
   */
  RecordedPlay(
      Camera camera,
      CameraContext context,
      RunFrames frames,
      FramePublisher publisher,
      CountDownLatch stop,
      Consumer<Condition> conditions) {
    this.camera = camera;
    this.context = context;
    this.frames = frames;
    this.publisher = publisher;
    this.stop = stop;
    this.conditions = conditions;
    this.saidAt = context.sender().clock().instant();
  }

  @Override
  public boolean play(Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    if (published.isEmpty()) {
      published = OptionalLong.of(resume(frames.run()));
    }
    Instant began = began(video);
    var sampler = new Sampler(camera.fps());
    var pacer = new Pacer(stop, System::nanoTime);
    long sequence = 0;
    while (stop.getCount() > 0) {
      Optional<Picture> next = video.next();
      if (next.isEmpty()) {
        return finish(sequence);
      }
      Picture picture = next.get();
      if (!sampler.keeps(picture.mediaTime())) {
        continue;
      }
      long number = sequence++;
      if (number <= published.orElseThrow()) {
        continue;
      }
      if (camera.pace() == Pace.REALTIME) {
        pacer.await(picture.mediaTime());
      }
      if (!awaitJudged(context.settings().backlog(), context.settings().backlogBytes().toBytes())) {
        return stop.getCount() == 0;
      }
      publish(frames.frame(number, began.plus(picture.mediaTime()), picture, encoder));
    }
    return true;
  }

  private void publish(Frame frame) throws InterruptedException {
    int size = frame.getJpeg().remaining();
    publisher.insist(frame).ifPresent(it -> unjudged.add(frame.getSequence(), size, it));
    published = OptionalLong.of(frame.getSequence());
    if (frame.getSequence() > furthest) {
      furthest = frame.getSequence();
      say(Condition.ONLINE);
    }
  }

  private void say(Condition condition) {
    saidAt = context.sender().clock().instant();
    conditions.accept(condition);
  }

  /** When the first picture was taken: see docs/decisions/0004-event-time-of-recorded-files.md. */
  private Instant began(Video video) {
    Instant epoch = frames.run().epoch();
    return camera.pace() == Pace.MAX ? epoch.minus(video.duration().orElse(Duration.ZERO)) : epoch;
  }

  /** The last sequence that was judged before this process began; -1 for none. */
  private long resume(Run run) throws InterruptedException {
    while (run.known() && stop.getCount() > 0) {
      try {
        long last = context.resumePoint().lastJudged(camera.id(), run.epoch()).orElse(-1);
        log.info("{}: goes on after frame {}", camera.id(), last);
        return last;
      } catch (KafkaException e) {
        log.warn("{}: waiting for Kafka to say how far it was: {}", camera.id(), e.getMessage());
        stop.await(context.settings().firstRetry().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return -1;
  }

  private boolean finish(long frames) throws InterruptedException {
    if (!awaitJudged(0, 0)) {
      return stop.getCount() == 0;
    }
    log.info("{}: played and judged to its end, {} frames", camera.id(), frames);
    say(Condition.FINISHED);
    return true;
  }

  /**
   * Waits until no more than so much of what was published is unjudged.
   *
   * @return false if the camera is being stopped, or frames were lost and the file is to be played
   *     again
   */
  private boolean awaitJudged(long mostFrames, long mostBytes) throws InterruptedException {
    while (stop.getCount() > 0) {
      Positions known = context.backlog().positions();
      OptionalLong lost = unjudged.look(known, System.nanoTime());
      if (lost.isPresent()) {
        goBackTo(lost.getAsLong(), known);
        return false;
      }
      if (unjudged.frames() <= mostFrames && unjudged.bytes() <= mostBytes) {
        return true;
      }
      if (!context.sender().clock().instant().isBefore(saidAt.plus(HELD))) {
        say(Condition.waiting(unjudged.frames()));
      }
      stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /**
   * Makes the file be published again from that frame on. What is left in Kafka of the frames after
   * it is deleted first, if nobody has read it: it lies before what comes again, and the judge
   * takes a run's frames in order.
   */
  private void goBackTo(long sequence, Positions known) throws InterruptedException {
    while (!publisher.flush(LOOK)) { // what is on its way would come between
      if (stop.getCount() == 0) {
        return;
      }
    }
    log.warn(
        "{}: frame {} was deleted before it was judged; played again from there",
        camera.id(),
        sequence);
    var unread = unjudged.forgetFrom(sequence, known);
    if (unread.isPresent()) {
      delete(unread.get());
    }
    published = OptionalLong.of(sequence - 1);
  }

  private void delete(Unread unread) throws InterruptedException {
    CompletableFuture<?> deleted =
        context.backlog().deleteFrames(unread.partition(), unread.before()).toCompletableFuture();
    while (stop.getCount() > 0 && !deleted.isDone()) {
      stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (deleted.isCompletedExceptionally()) {
      log.warn(
          "{}: frames that come again are still there, and may be judged without those before: {}",
          camera.id(),
          deleted.exceptionNow().toString());
    }
  }
}
