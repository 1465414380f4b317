package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FramePublisher;
import io.cleansight.capture.publish.RunFrames;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Picture;
import io.cleansight.video.Sampler;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A live camera's run: frames are dated by the broker's clock, and dropped rather than delayed. A
 * dropped frame takes no sequence.
 */
final class LivePlay implements Play {
  private final Camera camera;
  private final Source source;
  private final CameraContext context;
  private final RunFrames frames;
  private final FramePublisher publisher;
  private final CountDownLatch stop;
  private final Consumer<CameraCondition> conditions;
  private long sequence;

  /**
   * @param conditions receives the camera's condition with every frame
   */
  LivePlay(
      Camera camera,
      CameraContext context,
      RunFrames frames,
      FramePublisher publisher,
      CountDownLatch stop,
      Consumer<CameraCondition> conditions) {
    this.camera = camera;
    this.source = camera.parsedSource();
    this.context = context;
    this.frames = frames;
    this.publisher = publisher;
    this.stop = stop;
    this.conditions = conditions;
  }

  @Override
  public boolean play(Video video, JpegEncoder encoder)
      throws VideoException, InterruptedException {
    boolean stream = source instanceof Source.Stream;
    var blindness = blindness();
    var sampler = new Sampler(camera.fps());
    var pacer = new Pacer(stop, System::nanoTime);
    while (stop.getCount() > 0) {
      Optional<Picture> next = video.next();
      if (next.isEmpty()) {
        if (stream) {
          throw VideoException.ended();
        }
        return false; // a looped file begins again at once
      }
      Picture picture = next.get();
      // A picture that could not be drawn or decoded in time is skipped, as a camera would.
      if (sampler.keeps(picture.mediaTime()) && (stream || pacer.await(picture.mediaTime()))) {
        publish(picture, encoder, blindness);
      }
    }
    return true;
  }

  private void publish(Picture picture, JpegEncoder encoder, Blindness blindness)
      throws VideoException {
    Instant now = context.sender().clock().instant();
    if (publisher.offer(frames.frame(sequence, now, picture, encoder))) {
      sequence++;
    }
    Optional<String> blind = blindness.look(now, encoder.glance());
    conditions.accept(
        blind.isPresent() ? new CameraCondition.Blind(blind.get()) : CameraCondition.ONLINE);
  }

  private Blindness blindness() {
    CaptureProperties settings = context.settings();
    boolean drawn = source instanceof Source.Drawn;
    return new Blindness(settings.coveredAfter(), drawn ? Duration.ZERO : settings.frozenAfter());
  }
}
