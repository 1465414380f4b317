package io.cleansight.persistence.recording;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.snapshot.Recordings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has segments read while there is a store for recordings and a camera that is recorded; else
 * nothing of them is fetched. Whether they are read says nothing of the service's readiness.
 */
@Component
class RecordingSwitch {
  private static final Logger log = LoggerFactory.getLogger(RecordingSwitch.class);
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final RecordedCameras cameras;
  private final Recordings recordings;
  private final KafkaListenerEndpointRegistry listeners;

  RecordingSwitch(
      RecordedCameras cameras, Recordings recordings, KafkaListenerEndpointRegistry listeners) {
    this.cameras = cameras;
    this.recordings = recordings;
    this.listeners = listeners;
  }

  @Scheduled(
      initialDelayString = "${persistence.recordings.look-every:5s}",
      fixedDelayString = "${persistence.recordings.look-every:5s}")
  void look() {
    if (recordings.current().isEmpty()) {
      return;
    }
    try {
      cameras.refresh();
    } catch (DataAccessException | TransactionException e) {
      log.warn("which cameras are recorded is asked later: {}", e.getMessage());
      return;
    }
    MessageListenerContainer listener =
        listeners.getListenerContainer(ConsumerGroups.PERSISTENCE_RECORDINGS);
    if (listener != null && listeners.isRunning()) {
      set(listener, !cameras.isEmpty());
    }
  }

  private static void set(MessageListenerContainer listener, boolean wanted) {
    if (wanted && !listener.isRunning()) {
      log.info("cameras are recorded");
      listener.getContainerProperties().setIdleEventInterval(IDLE.toMillis());
      listener.start();
    } else if (!wanted && listener.isRunning()) {
      log.info("no camera is recorded any more");
      listener.stop();
    }
  }
}
