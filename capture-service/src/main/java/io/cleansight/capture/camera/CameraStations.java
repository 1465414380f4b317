package io.cleansight.capture.camera;

import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** All cameras of this process, from start to stop. */
@Component
class CameraStations implements SmartLifecycle {
  private static final String[] DROP_REASONS = {Tally.BACKLOG, Tally.UNSENT, Tally.OVERSIZE};

  private final List<CameraStation> stations;
  private final Backlog backlog;
  private volatile boolean running;

  CameraStations(
      CaptureProperties settings,
      KafkaTemplate<String, Object> kafka,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      KafkaAdmin admin,
      EventRecords records,
      MeterRegistry meters,
      Clock clock) {
    this.backlog = new Backlog(Admin.create(admin.getConfigurationProperties()));
    var resumePoint = new ResumePoint(consumers);
    this.stations =
        settings.cameras().stream()
            .map(
                camera ->
                    new CameraStation(
                        camera, settings, kafka, records, resumePoint, backlog, clock))
            .toList();
    stations.forEach(station -> register(station, meters));
  }

  @Scheduled(fixedRate = 5000)
  void heartbeat() {
    if (running) {
      stations.forEach(CameraStation::heartbeat);
    }
  }

  @Override
  public void start() {
    running = true;
    stations.forEach(CameraStation::start);
  }

  @Override
  public void stop() {
    running = false;
    stations.parallelStream().forEach(CameraStation::close);
    backlog.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private static void register(CameraStation station, MeterRegistry meters) {
    String camera = station.cameraId();
    FunctionCounter.builder("cleansight.frames.published", station.tally(), Tally::published)
        .tag("camera", camera)
        .register(meters);
    for (String reason : DROP_REASONS) {
      FunctionCounter.builder(
              "cleansight.frames.dropped",
              station.tally(),
              tally -> tally.dropped().getOrDefault(reason, 0L))
          .tag("camera", camera)
          .tag("reason", reason)
          .register(meters);
    }
    Gauge.builder("cleansight.camera.online", station, it -> it.online() ? 1 : 0)
        .tag("camera", camera)
        .register(meters);
  }
}
