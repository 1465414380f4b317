package io.cleansight.query.command;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Review;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Decisions about violations and alerts. */
@Component
public class Reviews {
  private static final String OUTCOME =
      "SELECT outcome FROM review_log WHERE command_id = :command";

  private final Commands commands;
  private final JdbcClient jdbc;

  Reviews(Commands commands, JdbcClient jdbc) {
    this.commands = commands;
    this.jdbc = jdbc;
  }

  /**
   * What is decided about.
   *
   * @param kind violation or alert
   */
  public record Target(String kind, String cameraId, UUID id) {}

  /** What came of a decision. */
  public enum Outcome {
    APPLIED,
    /** Somebody else decided meanwhile. */
    STALE,
    /** On its way. */
    PENDING
  }

  /** Returns once it was applied, or after two seconds. */
  public Outcome decide(Target target, Decision decision) throws InterruptedException {
    UUID command = publish(target, decision);
    Optional<String> outcome = commands.await(() -> outcome(command));
    return outcome
        .map(it -> it.equals("applied") ? Outcome.APPLIED : Outcome.STALE)
        .orElse(Outcome.PENDING);
  }

  private Optional<String> outcome(UUID command) {
    return jdbc.sql(OUTCOME).param("command", command).query(String.class).optional();
  }

  private UUID publish(Target target, Decision decision) throws InterruptedException {
    var command = UUID.randomUUID();
    var review =
        Review.newBuilder()
            .setCommandId(command)
            .setCameraId(target.cameraId())
            .setTarget(target.kind())
            .setTargetId(target.id())
            .setStatus(Objects.requireNonNull(decision.status()))
            .setExpectedVersion(decision.expectedVersion())
            .setHandledBy(Objects.requireNonNullElse(decision.handledBy(), "web"))
            .setNotes(decision.notes())
            .setDecidedAt(commands.now())
            .setReason(decision.reason())
            .setAssignee(decision.assignee())
            .setLegalHold(decision.legalHold())
            .build();
    commands.send(Topics.REVIEWS, command, review);
    return command;
  }
}
