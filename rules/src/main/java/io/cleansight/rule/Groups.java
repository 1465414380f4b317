package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.AlertState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what cameras have to say to the rules that group, all of a site. As {@link Evaluator}
 * does for one partition: by records and by time, and dated by when it was due.
 */
@NotThreadSafe
public final class Groups {
  private final Supplier<Site> sites;
  private final Out out;

  /** All that is not {@link GroupAlertState#EMPTY}. */
  private final Map<UUID, GroupAlertState> groups = new HashMap<>();

  private final Timers<UUID> timers = new Timers<>();
  private Site site = Site.EMPTY;

  /** What comes of it. */
  public interface Out {
    /**
     * A grouped alert is to be told.
     *
     * @param camera under whose name
     * @param members cameras that it is about
     */
    void changed(String camera, List<String> members, OpenAlert.Change change);

    /** The group of a rule is another; {@link GroupAlertState#EMPTY} need not be kept. */
    void keep(UUID rule, GroupAlertState group);
  }

  /**
   * A state of a camera's own alert.
   *
   * @param resolvedAt null: it is open
   */
  public record Member(
      UUID rule, String camera, String state, Instant raisedAt, @Nullable Instant resolvedAt) {}

  /**
   * @param sites how the site is set now; another object whenever anything is set otherwise
   */
  public Groups(Supplier<Site> sites, Out out) {
    this.sites = sites;
    this.out = out;
  }

  /** Takes over a state that was kept. */
  public void restore(UUID rule, GroupAlertState group) {
    groups.put(rule, group);
    OpenAlert open = group.open();
    if (open != null) {
      timers.reach(open.handling().knownSince());
    }
    schedule(rule, group);
  }

  /** The broker's time as far as it is known here; what is told now happens then. */
  public Instant now() {
    return timers.now();
  }

  /**
   * Takes what became of a camera's own alert for a rule that groups.
   *
   * @param at when the word of it came, by the broker's time
   */
  public void member(Member word, Instant at) {
    advance(at);
    Instant resolved = word.resolvedAt();
    if (resolved == null && !AlertState.RAISED.is(word.state())) {
      return;
    }
    GroupAlertState group = group(word.rule());
    keep(
        word.rule(),
        resolved == null
            ? group.joined(word.camera(), word.raisedAt(), now())
            : group.left(word.camera(), resolved));
  }

  /** Takes a person's decision about an alert that is open at no camera. */
  public void decided(AlertDecision decision, Instant at) {
    advance(at);
    for (UUID rule : List.copyOf(groups.keySet())) {
      keep(rule, group(rule).decided(decision));
    }
  }

  /** Does what is due by then. */
  public void advance(Instant to) {
    Site next = sites.get();
    if (next != site) {
      site = next;
      groups.forEach(this::schedule);
    }
    timers.advance(
        to,
        rule -> {
          GroupAlertState group = group(rule);
          ruleOf(rule, group).ifPresent(it -> keep(rule, group.aged(it, now(), site)));
        });
  }

  /** As it was when the alert was raised, or as it is set. */
  private Optional<Rule> ruleOf(UUID id, GroupAlertState group) {
    OpenAlert open = group.open();
    return open == null ? site.rule(id) : Optional.of(open.rule());
  }

  private void keep(UUID rule, GroupAlertState.GroupTransition outcome) {
    GroupAlertState next = outcome.next();
    if (!next.equals(group(rule))) {
      groups.put(rule, next);
      out.keep(rule, next);
    }
    schedule(rule, next);
    if (next.equals(GroupAlertState.EMPTY)) {
      groups.remove(rule);
    }
    outcome.changes().forEach(it -> out.changed(outcome.camera(), outcome.members(), it));
  }

  private void schedule(UUID rule, GroupAlertState group) {
    timers.set(rule, group.due(site.rule(rule), now(), site).orElse(null));
  }

  private GroupAlertState group(UUID rule) {
    return groups.getOrDefault(rule, GroupAlertState.EMPTY);
  }
}
