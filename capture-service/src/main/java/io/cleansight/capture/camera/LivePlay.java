package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.LiveFrames;
import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunFrames;
import io.cleansight.capture.publish.RunSegments;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.video.Fragment;
import io.cleansight.video.Glance;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Mask;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A live camera's run: frames are dated by the broker's clock, and dropped rather than delayed. A
 * dropped frame takes no sequence. Its video goes to Kafka as it came, beside the frames.
 */
final class LivePlay implements Play {
  private final PlayContext context;
  private final Source source;
  private final CountDownLatch stop;
  private final LiveFrames frames;
  private final RunSegments segments;
  private final MotionGate gate = new MotionGate();

  /** What was wanted when the source was opened. */
  private Footage opened;

  LivePlay(PlayContext context) {
    this.context = context;
    this.source = context.camera().parsedSource();
    this.stop = context.stop();
    String id = context.camera().id();
    String kind = SourceKind.LIVE.word();
    this.frames =
        new LiveFrames(
            new RunFrames(id, context.run(), kind),
            context.shared().sender(),
            context.counter(),
            context.shared().sending(),
            stop);
    this.segments = RunSegments.live(id, context.run());
    this.opened = context.footage().get();
  }

  @Override
  public Opening opening() {
    CaptureProperties settings = context.shared().settings();
    Footage footage = context.footage().get();
    opened = footage;
    segments.open();
    return new Opening(
        source,
        settings.patience(),
        footage.taking(),
        context.camera().parsedSubstream().orElse(null),
        footage.keep() ? this::keep : null,
        settings.video().hardware());
  }

  @Override
  public boolean play(Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    boolean live = source.live();
    var blindness = blindness();
    var pacer = new Pacer(stop, System::nanoTime);
    Taking taking = opened.taking();
    while (stop.getCount() > 0) {
      Footage wanted = context.footage().get();
      if (beginsAnew(wanted)) {
        return false; // what is kept is said when it is opened
      }
      if (!wanted.taking().equals(taking)) {
        taking = wanted.taking();
        video.take(taking);
      }
      Optional<Picture> next = video.next();
      if (stop.getCount() == 0) {
        return true; // another instance may have the camera by now
      }
      if (next.isEmpty()) {
        if (live) {
          throw VideoException.ended();
        }
        return false; // a looped file begins again at once
      }
      if (!context.footage().get().taking().masks().equals(taking.masks())) {
        continue; // it was on its way when somebody masked something
      }
      Picture picture = next.get();
      if (!live && !pacer.await(picture.mediaTime())) {
        pacer.restart(); // what is not drawn or decoded in time plays more slowly
      }
      publish(picture, encoder, blindness);
    }
    return true;
  }

  @Override
  public void close() {
    frames.close();
  }

  /** A drawn room's video is made of its pictures in any case. */
  private boolean beginsAnew(Footage wanted) {
    return source instanceof Source.Drawn
        ? wanted.keep() != opened.keep()
        : !wanted.keepsAs(opened);
  }

  private void publish(Picture picture, JpegEncoder encoder, Blindness blindness)
      throws VideoException {
    Instant now = context.shared().sender().clock().instant();
    segments.date(now, picture.mediaTime());
    byte[] jpeg = encoder.encode(picture);
    Glance glance = encoder.glance();
    if (gate.passes(now, glance, context.footage().get().stillFramesPerSecond())) {
      frames.offer(new Shot(now, picture.width(), picture.height(), jpeg));
    } else {
      frames.passOver(FrameCounter.STILL);
    }
    List<Mask> masks = context.footage().get().taking().masks();
    Optional<CameraReason> blind = blindness.look(now, glance.beside(masks));
    context
        .conditions()
        .accept(
            blind.isPresent() ? new CameraCondition.Blind(blind.get()) : CameraCondition.ONLINE);
  }

  private void keep(Fragment fragment) {
    context.counter().receive(fragment.bytes().length);
    Instant now = context.shared().sender().clock().instant();
    context.shared().segments().offer(segments.segment(fragment, now));
  }

  private Blindness blindness() {
    CaptureProperties settings = context.shared().settings();
    boolean drawn = source instanceof Source.Drawn;
    return new Blindness(settings.coveredAfter(), drawn ? Duration.ZERO : settings.frozenAfter());
  }
}
