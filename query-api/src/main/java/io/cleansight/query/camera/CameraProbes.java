package io.cleansight.query.camera;

import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.ProbeState;
import io.cleansight.event.Probe;
import io.cleansight.query.command.CommandPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Asks capture-service whether a source has a picture, and waits for what it says. At most {@link
 * #MOST} ask at once; who comes then is told to try again.
 */
@Component
@ThreadSafe
class CameraProbes {
  private static final int MOST = 4;
  private static final Duration KAFKA = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final TopicPartition PLACE = new TopicPartition(Topics.PROBES, 0);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final CommandPublisher commands;
  private final Duration patience;
  private final Semaphore asking = new Semaphore(MOST);

  /**
   * @param patience how long capture-service may take to answer
   */
  CameraProbes(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      CommandPublisher commands,
      @Value("${query.probe-patience}") Duration patience) {
    this.consumers = consumers;
    this.commands = commands;
    this.patience = patience;
  }

  /**
   * What capture-service says of a source; empty if it says nothing for too long.
   *
   * @param source encrypted; null: the one that the camera has
   */
  Optional<Probe> ask(String cameraId, @Nullable String source) throws InterruptedException {
    if (!asking.tryAcquire()) {
      throw new ResponseStatusException(
          SERVICE_UNAVAILABLE, MOST + " sources are being tried; try again");
    }
    try (var consumer = consumers.createConsumer(null, "probes-" + UUID.randomUUID())) {
      return ask(consumer, cameraId, source);
    } catch (KafkaException e) {
      throw new ResponseStatusException(SERVICE_UNAVAILABLE, "Kafka does not answer", e);
    } finally {
      asking.release();
    }
  }

  private Optional<Probe> ask(
      Consumer<String, Decoded<SpecificRecord>> consumer, String cameraId, @Nullable String source)
      throws InterruptedException {
    consumer.assign(List.of(PLACE));
    consumer.seekToEnd(List.of(PLACE));
    consumer.position(PLACE, KAFKA); // the end is looked up before the question is sent
    var id = UUID.randomUUID();
    commands.send(Topics.PROBES, id, question(id, cameraId, source));
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (var record : consumer.poll(POLL)) {
        if (record.value() instanceof Decoded.Event<SpecificRecord>(Probe probe)
            && probe.getProbeId().equals(id)
            && ProbeState.ANSWERED.is(probe.getState())) {
          return Optional.of(probe);
        }
      }
    }
    return Optional.empty();
  }

  private Probe question(UUID id, String cameraId, @Nullable String source) {
    return Probe.newBuilder()
        .setProbeId(id)
        .setCameraId(cameraId)
        .setAt(commands.now())
        .setState(ProbeState.ASKED.word())
        .setSource(source)
        .build();
  }
}
