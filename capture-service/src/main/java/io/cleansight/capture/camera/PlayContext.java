package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.capture.setting.Footage;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one run of a camera needs.
 *
 * @param stop ends it, whatever it waits for
 * @param conditions receives the camera's condition, also when it is unchanged
 * @param footage what people want of it at the moment
 */
record PlayContext(
    Camera camera,
    CameraContext shared,
    Run run,
    FrameCounter counter,
    CountDownLatch stop,
    Consumer<CameraCondition> conditions,
    Supplier<Footage> footage) {

  /**
   * When a recording's first picture was taken: see
   * docs/decisions/0004-event-time-of-recorded-files.md.
   */
  Instant began(Video video) {
    Duration length =
        camera.pace() == Pace.MAX ? video.duration().orElse(Duration.ZERO) : Duration.ZERO;
    return run.epoch().minus(length);
  }

  /** What is taken of a recorded file: but for the masks, the service's own settings say. */
  Taking recorded() {
    int quality = shared.settings().video().jpegQuality();
    return new Taking(camera.fps(), quality, null, footage.get().taking().masks());
  }
}
