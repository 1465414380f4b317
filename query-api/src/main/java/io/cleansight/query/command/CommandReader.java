package io.cleansight.query.command;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what persistence-service has made of commands. */
@Repository
class CommandReader {
  private static final String APPLIED = "SELECT true FROM applied_commands WHERE id = :id";
  private static final String OUTCOME =
      "SELECT outcome FROM review_log WHERE command_id = :command AND outcome <> 'awaiting_target'";

  private final JdbcClient jdbc;

  CommandReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean wasApplied(UUID id) {
    return jdbc.sql(APPLIED).param("id", id).query(Boolean.class).optional().isPresent();
  }

  /** What came of a decision; empty while it is on its way. */
  Optional<String> outcome(UUID command) {
    return jdbc.sql(OUTCOME).param("command", command).query(String.class).optional();
  }
}
