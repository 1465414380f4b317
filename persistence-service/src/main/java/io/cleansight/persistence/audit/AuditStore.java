package io.cleansight.persistence.audit;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.AuditEntry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The audit; nothing in it is ever changed. */
@Repository
class AuditStore {
  private static final String RECORD =
      """
      INSERT INTO audit_log (id, timestamp, who, role, action, target, camera_id, address)
      VALUES (:id, :at, :who, :role, :action, :target, :camera, :address)
      ON CONFLICT (id) DO NOTHING
      """;

  private final JdbcClient jdbc;

  AuditStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void record(AuditEntry entry) {
    jdbc.sql(RECORD)
        .param("id", entry.getEntryId())
        .param("at", entry.getAt().atOffset(UTC))
        .param("who", entry.getWho())
        .param("role", entry.getRole())
        .param("action", entry.getAction())
        .param("target", entry.getTarget())
        .param("camera", entry.getCameraId(), java.sql.Types.VARCHAR)
        .param("address", entry.getAddress())
        .update();
  }
}
