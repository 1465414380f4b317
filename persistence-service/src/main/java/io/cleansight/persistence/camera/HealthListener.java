package io.cleansight.persistence.camera;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Keeps each camera's latest state, and counts how long it could see. A run that a later one has
 * replaced has nothing to say any more.
 */
@Component
class HealthListener implements OnceListener {
  private final OnceWriter writer;
  private final HealthStore store;
  private final RollupStore rollups;

  HealthListener(OnceWriter writer, HealthStore store, RollupStore rollups) {
    this.writer = writer;
    this.store = store;
    this.rollups = rollups;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  private record Spoken(CameraHealth health, Instant at) {}

  @KafkaListener(id = ConsumerGroups.PERSISTENCE_HEALTH, topics = Topics.CAMERA_HEALTH)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    var cameras = new TreeSet<String>();
    sorted
        .events()
        .forEach(consumed -> cameras.add(((CameraHealth) consumed.event()).getCameraId()));
    if (cameras.isEmpty()) {
      return;
    }
    Map<String, Watched> watched = store.find(cameras);
    var latest = new TreeMap<String, Spoken>();
    var counts = new RollupBatch();
    for (var consumed : sorted.events()) {
      var health = (CameraHealth) consumed.event();
      String camera = health.getCameraId();
      Instant at =
          EventTime.of(health.getAt(), Instant.ofEpochMilli(consumed.record().timestamp()));
      Optional<Watched> last = Optional.ofNullable(watched.get(camera));
      if (Watched.isNews(last, health, at)) {
        last.ifPresent(it -> it.until(camera, at, counts));
        watched.put(camera, Watched.of(health, at, last));
        latest.put(camera, new Spoken(health, at));
      }
    }
    latest.values().forEach(it -> store.set(it.health(), it.at()));
    rollups.add(counts);
  }
}
