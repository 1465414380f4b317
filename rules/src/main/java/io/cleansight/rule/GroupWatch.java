package io.cleansight.rule;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert for all the cameras of a rule: raised when those that came within the rule's gathering
 * are together, updated as others come and go, resolved with the last. A value.
 *
 * @param members cameras and since when each has been one
 * @param gatheringSince by the wall clock; null while nothing is gathered
 * @param camera the first of the members that the open alert was raised with
 */
public record GroupWatch(
    Map<String, Instant> members,
    @Nullable Instant gatheringSince,
    @Nullable String camera,
    @Nullable OpenAlert open) {
  public static final GroupWatch EMPTY = new GroupWatch(Map.of(), null, null, null);

  public GroupWatch {
    members = Map.copyOf(members);
  }

  /**
   * The next state and what is to be told.
   *
   * @param camera under whose name it is told
   * @param members those at that moment, in the order of their names
   */
  public record Outcome(
      GroupWatch next, List<OpenAlert.Change> changes, String camera, List<String> members) {
    public Outcome {
      changes = List.copyOf(changes);
      members = List.copyOf(members);
    }
  }

  /** A camera joins. */
  public Outcome joined(String member, Instant since, Instant now) {
    var all = new TreeMap<>(members);
    all.putIfAbsent(member, since);
    Instant gathering = open == null && gatheringSince == null ? now : gatheringSince;
    return updated(new GroupWatch(all, gathering, camera, open));
  }

  /** A camera leaves. */
  public Outcome left(String member, Instant at) {
    var rest = new TreeMap<>(members);
    rest.remove(member);
    if (!rest.isEmpty()) {
      return updated(new GroupWatch(rest, gatheringSince, camera, open));
    }
    var changes = new ArrayList<OpenAlert.Change>();
    if (open != null && !open.isClosed()) {
      changes.add(new OpenAlert.Change(Words.RESOLVED, open.resolved(at)));
    }
    return new Outcome(EMPTY, changes, camera == null ? member : camera, List.of());
  }

  /**
   * The wall clock goes on: what has been gathered long enough is told, what waits is escalated.
   */
  public Outcome aged(Rule rule, Instant now) {
    if (open != null) {
      OpenAlert aged = open.aged(now);
      var next = new GroupWatch(members, gatheringSince, camera, aged);
      boolean escalated = aged.handling().escalated() && !open.handling().escalated();
      return outcome(
          next, escalated ? List.of(new OpenAlert.Change(Words.ESCALATED, aged)) : List.of());
    }
    if (gatheringSince == null || now.isBefore(gatheringSince.plus(rule.gathering()))) {
      return outcome(this, List.of());
    }
    return raised(rule);
  }

  /** Takes a person's decision; one about another alert changes nothing. */
  public Outcome decided(Decision decision) {
    if (open == null || !open.id().equals(decision.alertId())) {
      return outcome(this, List.of());
    }
    OpenAlert decided = open.decided(decision);
    return decided.equals(open)
        ? outcome(this, List.of())
        : outcome(
            new GroupWatch(members, gatheringSince, camera, decided),
            List.of(
                new OpenAlert.Change(
                    decision.resolves() ? Words.RESOLVED : Words.ACKNOWLEDGED, decided)));
  }

  private Outcome raised(Rule rule) {
    Instant windowStart = Collections.min(members.values());
    Instant last = Collections.max(members.values());
    var alert =
        new OpenAlert(
            Ids.alert(rule.id(), "", windowStart), // "" names no camera
            rule,
            windowStart,
            last,
            members.size(),
            List.of(),
            null,
            OpenAlert.Handling.NONE);
    return outcome(
        new GroupWatch(members, null, Collections.min(members.keySet()), alert),
        List.of(new OpenAlert.Change(Words.RAISED, alert)));
  }

  private Outcome updated(GroupWatch next) {
    OpenAlert before = next.open();
    if (before == null || next.members().equals(members)) {
      return outcome(next, List.of());
    }
    OpenAlert now = before.counting(next.members().size(), null);
    var counted = new GroupWatch(next.members(), next.gatheringSince(), camera, now);
    return outcome(
        counted, before.isClosed() ? List.of() : List.of(new OpenAlert.Change(Words.UPDATED, now)));
  }

  private static Outcome outcome(GroupWatch next, List<OpenAlert.Change> changes) {
    List<String> names = next.members().keySet().stream().sorted().toList();
    String told = next.camera();
    String first = names.isEmpty() ? "" : names.getFirst();
    return new Outcome(next, changes, told == null ? first : told, names);
  }
}
