package io.cleansight.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as long as its condition holds.
 *
 * @param count of what it is about: violations, people, a percentage, cameras
 * @param violationIds the first {@link #MOST_VIOLATIONS} that made it
 * @param resolvedAt null while it is open
 */
public record OpenAlert(
    UUID id,
    Rule rule,
    Instant windowStart,
    Instant raisedAt,
    int count,
    List<UUID> violationIds,
    @Nullable Instant resolvedAt,
    Handling handling) {
  static final int MOST_VIOLATIONS = 100;

  public OpenAlert {
    violationIds = List.copyOf(violationIds);
  }

  /**
   * What people have made of it.
   *
   * @param version how many decisions were applied, as the record counts them
   * @param closed a person has resolved it, though its condition holds on
   * @param toldAt when somebody may first have been told, by the clock on the wall
   */
  public record Handling(
      int version,
      @Nullable String by,
      boolean acknowledged,
      boolean closed,
      @Nullable Instant toldAt,
      boolean escalated) {
    static final Handling NONE = new Handling(0, null, false, false, null, false);
  }

  /**
   * A state of an alert to be told.
   *
   * @param state of {@link io.cleansight.contracts.Words}: raised, updated, acknowledged,
   *     escalated, resolved
   */
  public record Change(String state, OpenAlert alert) {}

  boolean isClosed() {
    return handling.closed();
  }

  OpenAlert counting(int now, @Nullable UUID violation) {
    var ids = new ArrayList<>(violationIds);
    if (violation != null && ids.size() < MOST_VIOLATIONS && !ids.contains(violation)) {
      ids.add(violation);
    }
    return new OpenAlert(id, rule, windowStart, raisedAt, now, ids, resolvedAt, handling);
  }

  OpenAlert resolved(Instant at) {
    return new OpenAlert(id, rule, windowStart, raisedAt, count, violationIds, at, handling);
  }

  OpenAlert handled(Handling now) {
    return new OpenAlert(id, rule, windowStart, raisedAt, count, violationIds, resolvedAt, now);
  }

  /** As a person decided it; the same where the decision was made about another version. */
  OpenAlert decided(Decision decision) {
    Integer expected = decision.expectedVersion();
    if (isClosed() || (expected != null && expected != handling.version())) {
      return this;
    }
    var next =
        new Handling(
            handling.version() + 1,
            decision.by(),
            true,
            decision.resolves(),
            handling.toldAt(),
            handling.escalated());
    return decision.resolves() ? handled(next).resolved(decision.at()) : handled(next);
  }

  /** As it is at that time by the wall clock: told of by then, and escalated if nobody came. */
  OpenAlert aged(Instant now) {
    if (rule.escalateAfter().isZero() || handling.acknowledged() || handling.escalated()) {
      return this;
    }
    Instant told = handling.toldAt() == null ? now : handling.toldAt();
    boolean due = !now.isBefore(told.plus(rule.escalateAfter()));
    return handled(
        new Handling(handling.version(), handling.by(), false, handling.closed(), told, due));
  }

  /** In words and numbers, for people. */
  public String message(String where) {
    return where + ": " + rule.condition().describe(count, Duration.between(windowStart, raisedAt));
  }
}
