package io.cleansight.capture.camera;

import io.cleansight.capture.backlog.Positions;
import io.cleansight.capture.backlog.Unjudged;
import io.cleansight.capture.backlog.Unjudged.Remainder;
import io.cleansight.capture.publish.FramePublisher;
import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunFrames;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.publish.RunSegments;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Frame;
import io.cleansight.event.Segment;
import io.cleansight.video.Fragment;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recorded file's run, of which no frame is lost: it pauses while too many published frames are
 * unjudged, rewinds to the first frame that Kafka deleted before it was judged, and finishes when
 * all frames are judged. See docs/decisions/0018-recorded-files-wait.md.
 */
final class RecordedPlay implements Play {
  private static final Logger log = LoggerFactory.getLogger(RecordedPlay.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Shorter pauses are usual while a file is played as fast as inference can judge it. */
  private static final Duration REPORT_AFTER = Duration.ofSeconds(5);

  /** Tries to hand over a piece of video, a tenth of a second apart: a file plays at any pace. */
  private static final int TRIES = 50;

  /** Segments of what was played before that are sent again: about half a minute. */
  private static final int MOST_PASSED = 15;

  private final Camera camera;
  private final PlayContext play;
  private final CameraContext context;
  private final RunFrames frames;
  private final FramePublisher publisher;
  private final CountDownLatch stop;
  private final Consumer<CameraCondition> conditions;
  private final RunSegments segments;
  private final Unjudged unjudged = new Unjudged();

  /** What is taken of the video that is open. */
  private Taking taken;

  /** The last sequence that need not be published; null until it is known. */
  private @Nullable Long published;

  /** The highest sequence published so far; frames up to it are repeats after a rewind. */
  private long furthest = -1;

  /** When a condition was last reported. */
  private Instant reportedAt;

  /** The last segment that was sent. */
  private long sentSegment = -1;

  /** What the video has brought since the last look, and of that what is not sent yet. */
  private final List<Segment> arrived = new ArrayList<>();

  private final Deque<Segment> passed = new ArrayDeque<>();

  RecordedPlay(PlayContext play) {
    this.play = play;
    this.camera = play.camera();
    this.context = play.shared();
    String kind = SourceKind.RECORDED.word();
    this.frames = new RunFrames(camera.id(), play.run(), kind);
    this.publisher = new FramePublisher(context.sender(), play.counter(), play.stop());
    this.stop = play.stop();
    this.conditions = play.conditions();
    this.segments = RunSegments.recorded(camera.id(), play.run());
    this.taken = play.recorded();
    this.reportedAt = context.sender().clock().instant();
  }

  @Override
  public Opening opening() {
    CaptureProperties settings = context.settings();
    segments.open();
    taken = play.recorded();
    return new Opening(
        camera.parsedSource(),
        settings.patience(),
        taken,
        null,
        settings.video().keep() ? this::keep : null,
        settings.video().hardware());
  }

  @Override
  public boolean play(Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    if (published == null) {
      published = resume(frames.run());
    }
    Instant began = play.began(video);
    segments.date(began, Duration.ZERO);
    var pacer = new Pacer(stop, System::nanoTime);
    long sequence = 0;
    while (stop.getCount() > 0) {
      Taking wanted = play.recorded();
      if (wanted.isMasked() != taken.isMasked()) {
        return false; // its video is to be made otherwise
      }
      if (!wanted.equals(taken)) {
        taken = wanted;
        video.take(wanted);
      }
      Optional<Picture> next = video.next();
      sendVideo(sequence <= published);
      if (next.isEmpty()) {
        return finish(sequence);
      }
      Picture picture = next.get();
      long number = sequence++;
      if (number <= published) {
        continue;
      }
      if (camera.pace() == Pace.REALTIME) {
        pacer.await(picture.mediaTime());
      }
      if (!awaitJudged(context.settings().backlog(), context.settings().backlogBytes().toBytes())) {
        return stop.getCount() == 0;
      }
      Instant capturedAt = began.plus(picture.mediaTime());
      byte[] jpeg = encoder.encode(picture);
      publish(frames.frame(number, new Shot(capturedAt, picture.width(), picture.height(), jpeg)));
    }
    return true;
  }

  private void keep(Fragment fragment) {
    play.counter().receive(fragment.bytes().length);
    arrived.add(segments.segment(fragment, context.sender().clock().instant()));
  }

  /**
   * Sends what has arrived of the video and was not sent before.
   *
   * @param played whether it is of what was played before this process started: then only the last
   *     of it is sent, which may not have got to Kafka; a segment that comes twice is the same
   */
  private void sendVideo(boolean played) throws InterruptedException {
    for (Segment segment : arrived) {
      if (segment.getSequence() > sentSegment) {
        passed.add(segment);
      }
    }
    arrived.clear();
    if (played) {
      while (passed.size() > MOST_PASSED) {
        passed.removeFirst();
      }
      return;
    }
    while (!passed.isEmpty()) {
      Segment segment = passed.removeFirst();
      sentSegment = segment.getSequence();
      hand(segment);
    }
  }

  private void hand(Segment segment) throws InterruptedException {
    for (int i = 0; i < TRIES && stop.getCount() > 0; i++) {
      if (context.segments().takes(segment)) {
        return;
      }
      stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    context.segments().drop(segment);
  }

  private void publish(Frame frame) throws InterruptedException {
    int size = frame.getJpeg().remaining();
    publisher.insist(frame).ifPresent(it -> unjudged.add(frame.getSequence(), size, it));
    published = frame.getSequence();
    if (frame.getSequence() > furthest) {
      furthest = frame.getSequence();
      report(CameraCondition.ONLINE);
    }
  }

  private void report(CameraCondition condition) {
    reportedAt = context.sender().clock().instant();
    conditions.accept(condition);
  }

  /** The last sequence that was judged before this process started; -1 if there is none. */
  private long resume(Run run) throws InterruptedException {
    while (run.known() && stop.getCount() > 0) {
      try {
        long last = context.resumePoint().lastJudged(camera.id(), run.epoch()).orElse(-1);
        log.info("{}: resuming after frame {}", camera.id(), last);
        return last;
      } catch (KafkaException e) {
        log.warn("{}: waiting for Kafka to find the resume point: {}", camera.id(), e.getMessage());
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
    report(CameraCondition.FINISHED);
    return true;
  }

  /**
   * Waits until no more than so much of what was published is unjudged.
   *
   * @return false if the camera is being stopped, or frames were lost and the file must be opened
   *     again
   */
  private boolean awaitJudged(long mostFrames, long mostBytes) throws InterruptedException {
    while (stop.getCount() > 0) {
      Positions known = context.backlog().positions();
      OptionalLong lost = unjudged.update(known, System.nanoTime());
      if (lost.isPresent()) {
        rewindTo(lost.getAsLong(), known);
        return false;
      }
      if (unjudged.frames() <= mostFrames && unjudged.bytes() <= mostBytes) {
        return true;
      }
      if (!context.sender().clock().instant().isBefore(reportedAt.plus(REPORT_AFTER))) {
        report(new CameraCondition.Waiting(unjudged.frames()));
      }
      stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /**
   * Makes the next pass publish again from that frame on. Later frames that are still in the topic
   * and unread are deleted first: the judge takes a run's frames in order, and would ignore the
   * lost ones if it had seen later ones before.
   */
  private void rewindTo(long sequence, Positions known) throws InterruptedException {
    while (!publisher.flush(POLL)) { // frames in flight would land in between
      if (stop.getCount() == 0) {
        return;
      }
    }
    log.warn(
        "{}: rewinding to frame {}, which was deleted before it was judged", camera.id(), sequence);
    var remainder = unjudged.forgetFrom(sequence, known);
    if (remainder.isPresent()) {
      delete(remainder.get());
    }
    published = sequence - 1;
  }

  private void delete(Remainder remainder) throws InterruptedException {
    CompletableFuture<?> deleted =
        context
            .backlog()
            .deleteFrames(remainder.partition(), remainder.before())
            .toCompletableFuture();
    while (stop.getCount() > 0 && !deleted.isDone()) {
      stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (deleted.isCompletedExceptionally()) {
      log.warn(
          "{}: unread frames could not be deleted; the lost ones may be ignored as repeats: {}",
          camera.id(),
          deleted.exceptionNow().toString());
    }
  }
}
