package io.cleansight.query.alert;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads which cameras there are: set, or heard of, or with frames that were judged. */
@Repository
class KnownCameraReader {
  private static final String KNOWN =
      """
      SELECT EXISTS (SELECT 1 FROM cameras WHERE id = :id)
          OR EXISTS (SELECT 1 FROM camera_status WHERE camera_id = :id)
          OR EXISTS (SELECT 1 FROM statistics_hourly WHERE camera_id = :id)
      """;

  private final JdbcClient jdbc;

  KnownCameraReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean isKnown(String camera) {
    return jdbc.sql(KNOWN).param("id", camera).query(Boolean.class).single();
  }
}
