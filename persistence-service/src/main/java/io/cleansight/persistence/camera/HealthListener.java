package io.cleansight.persistence.camera;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps each camera's latest word. */
@Component
class HealthListener extends OnceListener {
  private static final String SET =
      """
      INSERT INTO camera_status
        (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped, reason)
      VALUES (:camera, :at, :state, :kind, :fps, :epoch, :captured, :published, :dropped::jsonb, :reason)
      ON CONFLICT (camera_id) DO UPDATE SET
        at = EXCLUDED.at, state = EXCLUDED.state, source_kind = EXCLUDED.source_kind, fps = EXCLUDED.fps,
        epoch = EXCLUDED.epoch, captured = EXCLUDED.captured, published = EXCLUDED.published,
        dropped = EXCLUDED.dropped, reason = EXCLUDED.reason
      WHERE camera_status.at <= EXCLUDED.at
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  HealthListener(OnceWriter writer, JdbcClient jdbc, JsonMapper json) {
    super(writer);
    this.jdbc = jdbc;
    this.json = json;
  }

  @KafkaListener(id = "persistence-health", topics = Topics.CAMERA_HEALTH)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    var latest = new TreeMap<String, CameraHealth>();
    for (var letter : inbox.letters()) {
      var health = (CameraHealth) letter.event();
      latest.put(health.getCameraId(), health);
    }
    latest.values().forEach(this::set);
  }

  private void set(CameraHealth health) {
    jdbc.sql(SET)
        .param("camera", health.getCameraId())
        .param("at", health.getAt().atOffset(UTC))
        .param("state", health.getState())
        .param("kind", health.getSourceKind())
        .param("fps", health.getFps())
        .param("epoch", health.getEpoch().atOffset(UTC))
        .param("captured", health.getCaptured())
        .param("published", health.getPublished())
        .param("dropped", json.writeValueAsString(health.getDropped()))
        .param("reason", health.getReason(), java.sql.Types.VARCHAR)
        .update();
  }
}
