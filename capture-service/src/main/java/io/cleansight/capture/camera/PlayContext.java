package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.Footage;
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
    Supplier<Footage> footage) {}
