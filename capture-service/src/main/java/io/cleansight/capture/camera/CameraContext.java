package io.cleansight.capture.camera;

import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.publish.SegmentPublisher;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.messaging.instance.InstanceId;
import io.cleansight.video.Video;
import java.util.concurrent.Executor;

/**
 * What all cameras of this process share.
 *
 * @param sending on whose threads live frames are sent
 * @param opener of sources
 */
record CameraContext(
    CaptureProperties settings,
    InstanceId instance,
    EventSender sender,
    Executor sending,
    SegmentPublisher segments,
    RunRegistry runs,
    ResumePoint resumePoint,
    Backlog backlog,
    Video.Opener opener) {}
