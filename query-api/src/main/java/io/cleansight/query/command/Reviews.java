package io.cleansight.query.command;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Review;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Decisions about violations and alerts. */
@Component
public class Reviews {
  private final CommandPublisher commands;
  private final CommandReader applied;

  Reviews(CommandPublisher commands, CommandReader applied) {
    this.commands = commands;
    this.applied = applied;
  }

  /**
   * What is decided about.
   *
   * @param kind violation or alert
   * @param list address of those of its kind
   */
  public record Target(String kind, String list, String cameraId, UUID id) {
    /** Where it can be looked at. */
    URI address() {
      return URI.create(list + "/" + id);
    }
  }

  /** What came of a decision. */
  public enum ReviewResult {
    APPLIED,
    /** Somebody else decided meanwhile. */
    STALE,
    /** On its way. */
    PENDING
  }

  /** Returns once it was applied, or after two seconds. */
  public ReviewResult decide(Target target, Decision decision, IdempotencyKey key)
      throws InterruptedException {
    UUID command = publish(target, decision, key);
    Optional<String> outcome = commands.await(() -> applied.outcome(command));
    return outcome
        .map(it -> it.equals("applied") ? ReviewResult.APPLIED : ReviewResult.STALE)
        .orElse(ReviewResult.PENDING);
  }

  /**
   * The same, as an answer: what was decided about as it is now; 202 while the decision is on its
   * way, 409 if somebody else decided meanwhile.
   *
   * @param now reads what was decided about
   */
  public <T> ResponseEntity<T> answer(
      Target target, Decision decision, IdempotencyKey key, Supplier<T> now)
      throws InterruptedException {
    return switch (decide(target, decision, key)) {
      case APPLIED -> ResponseEntity.ok(now.get());
      case PENDING -> ResponseEntity.accepted().location(target.address()).body(now.get());
      case STALE ->
          throw new ResponseStatusException(
              HttpStatus.CONFLICT,
              "expected_version is no longer the version; somebody else decided meanwhile");
    };
  }

  /**
   * Decides about many; each stands alone.
   *
   * @param among what may be decided
   * @param find what has that id; empty if there is none, or none that the caller may see
   */
  public List<Decisions.Outcome> answerAll(
      Decisions decisions,
      Set<String> among,
      IdempotencyKey key,
      Function<UUID, Optional<Target>> find)
      throws InterruptedException {
    var outcomes = new ArrayList<Decisions.Outcome>();
    for (UUID id : decisions.ids()) {
      Optional<Target> target = find.apply(id);
      outcomes.add(
          new Decisions.Outcome(
              id,
              target.isEmpty()
                  ? "unknown"
                  : decide(target.get(), decisions.decision().among(among), key.with(id))
                      .name()
                      .toLowerCase(Locale.ROOT)));
    }
    return outcomes;
  }

  /** A decision about a violation's legal hold; 409 if another person must make it. */
  public <T> ResponseEntity<T> answerHold(
      Target target, String status, @Nullable String reason, IdempotencyKey key, Supplier<T> now)
      throws InterruptedException {
    UUID command = key.with(status).id();
    var review =
        Review.newBuilder()
            .setCommandId(command)
            .setCameraId(target.cameraId())
            .setTarget(target.kind())
            .setTargetId(target.id())
            .setStatus(status)
            .setHandledBy(key.caller())
            .setDecidedAt(commands.now())
            .setReason(reason)
            .build();
    commands.send(Topics.REVIEWS, command, review);
    Optional<String> outcome = commands.await(() -> applied.outcome(command));
    if (outcome.isEmpty()) {
      return ResponseEntity.accepted().location(target.address()).body(now.get());
    }
    if (!outcome.get().equals("applied")) {
      throw samePerson();
    }
    return ResponseEntity.ok(now.get());
  }

  /** For whoever asked for what another is to confirm. */
  public static ResponseStatusException samePerson() {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, "you asked for it; another person must confirm it");
  }

  private UUID publish(Target target, Decision decision, IdempotencyKey key)
      throws InterruptedException {
    UUID command = key.id();
    var review =
        Review.newBuilder()
            .setCommandId(command)
            .setCameraId(target.cameraId())
            .setTarget(target.kind())
            .setTargetId(target.id())
            .setStatus(Objects.requireNonNull(decision.status()))
            .setExpectedVersion(decision.expectedVersion())
            .setHandledBy(by(key.caller(), decision.handledBy()))
            .setNotes(decision.notes())
            .setDecidedAt(commands.now())
            .setReason(decision.reason())
            .setAssignee(decision.assignee())
            .setLegalHold(decision.legalHold())
            .build();
    commands.send(Topics.REVIEWS, command, review);
    return command;
  }

  /** Who we know it was; a program may say for whom it speaks. */
  private static String by(String caller, @Nullable String named) {
    return named == null || named.equals(caller) ? caller : named + " (by " + caller + ")";
  }
}
