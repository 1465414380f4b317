package io.cleansight.capture.camera;

import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.messaging.address.AddressProperties;
import io.cleansight.video.Opening;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.decoder.Decoders;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.stereotype.Component;

/** Opens sources as the settings allow, each in a process of its own. */
@Component
@EnableConfigurationProperties(AddressProperties.class)
class Videos implements Video.Opener, SmartLifecycle, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Decoders decoders;
  private volatile boolean running;

  Videos(CaptureProperties settings, AddressProperties addresses) {
    CaptureProperties.Sources sources = settings.sources();
    this.decoders =
        new Decoders(sources.rules(addresses), sources.memory().toBytes(), sources.standby());
  }

  /** Before cameras are asked for: those of an instance that is exchanged then move quickly. */
  @Override
  public int getPhase() {
    return AbstractMessageListenerContainer.DEFAULT_PHASE - 1;
  }

  @Override
  public void start() {
    try {
      decoders.awaitStandby(PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    return decoders.open(opening);
  }

  @Override
  public void close() {
    decoders.close();
  }
}
