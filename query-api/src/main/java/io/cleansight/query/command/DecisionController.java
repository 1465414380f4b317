package io.cleansight.query.command;

import io.cleansight.query.access.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.server.ResponseStatusException;

/**
 * What people decide about the things of a list, of one kind: of one of them, or of many at once.
 * The requests of a subclass are public methods, as the published words are those of public methods
 * where a class inherits some.
 *
 * @param <T> as such a thing is shown
 */
public abstract class DecisionController<T> {
  private final String kind;
  private final Reviews reviews;
  private final Set<String> statuses;

  /**
   * @param kind violation or alert
   * @param statuses what may be decided
   */
  protected DecisionController(String kind, Reviews reviews, Set<String> statuses) {
    this.kind = kind;
    this.reviews = reviews;
    this.statuses = Set.copyOf(statuses);
  }

  /** The thing with that id; empty if there is none, or none that the caller may see. */
  protected abstract Optional<T> find(Caller caller, UUID id);

  protected abstract Reviews.Target target(T thing);

  /** Decides; answers with what came of it, or 202 if that takes longer than two seconds. */
  @PutMapping("/{id}/status")
  public ResponseEntity<T> decide(
      Caller caller,
      @PathVariable UUID id,
      @RequestBody Decision decision,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answer(
        target(known(caller, id)),
        decision.among(statuses),
        IdempotencyKey.of(caller, key),
        () -> known(caller, id));
  }

  /** The same of many; each stands alone, and those that the caller may not see are unknown. */
  @PutMapping("/status")
  public List<Decisions.Outcome> decideAll(
      Caller caller,
      @RequestBody Decisions decisions,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    return reviews.answerAll(
        decisions,
        statuses,
        IdempotencyKey.of(caller, key),
        id -> find(caller, id).map(this::target));
  }

  /**
   * The thing with that id.
   *
   * @throws ResponseStatusException 404, if there is none, or none that the caller may see
   */
  protected final T known(Caller caller, UUID id) {
    return find(caller, id).orElseThrow(() -> unknown(id));
  }

  protected final ResponseStatusException unknown(UUID id) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "no " + kind + " " + id);
  }
}
