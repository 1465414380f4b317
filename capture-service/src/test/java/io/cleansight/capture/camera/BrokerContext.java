package io.cleansight.capture.camera;

import io.cleansight.capture.Broker;
import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.BacklogAdmin;
import io.cleansight.capture.backlog.ResumePoint;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.RunRegistry;
import io.cleansight.capture.publish.SegmentPublisher;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.instance.InstanceId;
import io.cleansight.video.Hardware;
import io.cleansight.video.Rules;
import io.cleansight.video.ffmpeg.InProcessOpener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * What cameras of one process share at a real broker, with the usual settings but for the backlog.
 */
final class BrokerContext {
  private BrokerContext() {}

  static CameraContext of(Broker broker, BrokerClock clock, int backlog) {
    var sender = new EventSender(broker.template(), new EventRecords("capture-service"), clock);
    return new CameraContext(
        new CaptureProperties(
            List.of(),
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            backlog,
            DataSize.ofMegabytes(64),
            new CaptureProperties.Sources(List.of(), 1, DataSize.ofGigabytes(1), 0),
            new VideoDefaults(5, 85, true, DataSize.ofMegabytes(32), Hardware.NONE)),
        new InstanceId("test", false),
        sender,
        Runnable::run,
        SegmentPublisher.of(
            sender, "segments", new SimpleMeterRegistry(), DataSize.ofMegabytes(32)),
        new RunRegistry(sender, broker.consumers()),
        new ResumePoint(broker.consumers(), System::nanoTime),
        new Backlog(new BacklogAdmin(broker.admin()), System::nanoTime),
        new InProcessOpener(Rules.OWN_MACHINE));
  }
}
