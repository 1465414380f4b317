package io.cleansight.capture.camera;

import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.video.Video;

/**
 * What all cameras of this process share.
 *
 * @param opener of sources
 */
record CameraContext(
    CaptureProperties settings,
    EventSender sender,
    RunRegistry runs,
    ResumePoint resumePoint,
    Backlog backlog,
    Video.Opener opener) {}
