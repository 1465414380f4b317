package io.cleansight.persistence.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.persistence.statistics.HourStore;
import io.cleansight.persistence.statistics.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps each camera's latest word, and counts how long it could see. */
@Component
class HealthListener extends OnceListener {
  private final HealthStore store;
  private final HourStore hours;
  private final Untimely untimely;

  HealthListener(OnceWriter writer, HealthStore store, HourStore hours, Untimely untimely) {
    super(writer);
    this.store = store;
    this.hours = hours;
    this.untimely = untimely;
  }

  @KafkaListener(id = "persistence-health", topics = Topics.CAMERA_HEALTH)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    var cameras = new TreeSet<String>();
    inbox.letters().forEach(letter -> cameras.add(((CameraHealth) letter.event()).getCameraId()));
    if (cameras.isEmpty()) {
      return;
    }
    Map<String, Watched> watched = store.find(cameras);
    var latest = new TreeMap<String, CameraHealth>();
    var tally = new Tally();
    for (var letter : inbox.letters()) {
      var health = (CameraHealth) letter.event();
      String camera = health.getCameraId();
      Optional<Watched> last = Optional.ofNullable(watched.get(camera));
      if (!Watched.isNews(last, health)) {
        continue;
      }
      Optional<String> wrongTime = untimely.reason(health.getAt());
      if (wrongTime.isPresent()) {
        untimely.count(Topics.CAMERA_HEALTH, camera, wrongTime.get(), health.getAt());
        continue;
      }
      last.ifPresent(it -> it.until(health, tally));
      watched.put(camera, Watched.of(health));
      latest.put(camera, health);
    }
    latest.values().forEach(store::set);
    hours.add(tally);
  }
}
