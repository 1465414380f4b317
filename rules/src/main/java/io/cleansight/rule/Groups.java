package io.cleansight.rule;

import io.cleansight.contracts.Words;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what cameras have to say to the rules that group, all of a site. As {@link Evaluator}
 * does for one partition: by records and by time, and dated by when it was due. For one thread.
 */
public final class Groups {
  private final Supplier<Site> sites;
  private final Out out;
  private final Map<UUID, Known> groups = new HashMap<>();
  private final TreeSet<Due> dues =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::rule));
  private Site site = Site.EMPTY;
  private Instant now = Instant.EPOCH;

  /** What comes of it. */
  public interface Out {
    /**
     * A grouped alert is to be told.
     *
     * @param camera under whose name
     * @param members cameras that it is about
     */
    void changed(String camera, List<String> members, OpenAlert.Change change);

    /** The group of a rule is another; {@link GroupWatch#EMPTY} need not be kept. */
    void keep(UUID rule, GroupWatch group);
  }

  /**
   * A state of a camera's own alert.
   *
   * @param resolvedAt null: it is open
   */
  public record Member(
      UUID rule, String camera, String state, Instant raisedAt, @Nullable Instant resolvedAt) {}

  private static final class Known {
    GroupWatch group = GroupWatch.EMPTY;
    @Nullable Due due;
  }

  private record Due(Instant at, UUID rule) {}

  /**
   * @param sites how the site is set now; another object whenever anything is set otherwise
   */
  public Groups(Supplier<Site> sites, Out out) {
    this.sites = sites;
    this.out = out;
  }

  /** Takes over a state that was kept. */
  public void restore(UUID rule, GroupWatch group) {
    Known known = groups.computeIfAbsent(rule, _ -> new Known());
    known.group = group;
    OpenAlert open = group.open();
    now = open == null ? now : later(now, open.handling().knownSince());
    schedule(rule, known);
  }

  /** The broker's time as far as it is known here; what is told now happens then. */
  public Instant now() {
    return now;
  }

  /**
   * Takes what became of a camera's own alert for a rule that groups.
   *
   * @param at when the word of it came, by the broker's time
   */
  public void member(Member word, Instant at) {
    advance(at);
    Instant resolved = word.resolvedAt();
    if (resolved == null && !word.state().equals(Words.RAISED)) {
      return;
    }
    Known known = groups.computeIfAbsent(word.rule(), _ -> new Known());
    keep(
        word.rule(),
        known,
        resolved == null
            ? known.group.joined(word.camera(), word.raisedAt(), now)
            : known.group.left(word.camera(), resolved));
  }

  /** Takes a person's decision about an alert that is open at no camera. */
  public void decided(Decision decision, Instant at) {
    advance(at);
    for (var entry : List.copyOf(groups.entrySet())) {
      Known known = entry.getValue();
      keep(entry.getKey(), known, known.group.decided(decision));
    }
  }

  /** Does what is due by then. */
  public void advance(Instant to) {
    Site next = sites.get();
    if (next != site) {
      site = next;
      groups.forEach(this::schedule);
    }
    while (!dues.isEmpty() && !dues.first().at().isAfter(to)) {
      Due due = dues.removeFirst();
      now = later(now, due.at());
      Known known = groups.computeIfAbsent(due.rule(), _ -> new Known());
      known.due = null;
      ruleOf(due.rule(), known)
          .ifPresent(rule -> keep(due.rule(), known, known.group.aged(rule, now, site)));
    }
    now = later(now, to);
  }

  /** As it was when the alert was raised, or as it is set. */
  private Optional<Rule> ruleOf(UUID id, Known known) {
    OpenAlert open = known.group.open();
    return open == null ? site.rule(id) : Optional.of(open.rule());
  }

  private void keep(UUID rule, Known known, GroupWatch.Outcome outcome) {
    GroupWatch next = outcome.next();
    if (!next.equals(known.group)) {
      known.group = next;
      out.keep(rule, next);
    }
    schedule(rule, known);
    if (next.equals(GroupWatch.EMPTY)) {
      groups.remove(rule);
    }
    outcome.changes().forEach(it -> out.changed(outcome.camera(), outcome.members(), it));
  }

  private void schedule(UUID rule, Known known) {
    if (known.due != null) {
      dues.remove(known.due);
      known.due = null;
    }
    known
        .group
        .due(site.rule(rule), now, site)
        .ifPresent(
            at -> {
              known.due = new Due(at, rule);
              dues.add(known.due);
            });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
