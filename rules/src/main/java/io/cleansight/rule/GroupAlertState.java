package io.cleansight.rule;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.messaging.state.StateSerde;
import io.cleansight.rule.condition.ConditionResult;
import io.cleansight.rule.condition.ConditionState;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert for all the cameras of a rule: raised when those that came within the rule's gathering
 * are together, updated as others come and go, resolved with the last, or by a person: then those
 * that come later make an alert of their own. A value. {@code now} is the broker's time.
 *
 * @param members cameras and since when each has been one
 * @param closed cameras of alerts that a person resolved, for which the condition holds on
 * @param raised how many alerts there were since the first of all of these came
 * @param gatheringSince null while nothing is gathered
 * @param camera the first of the members that the open alert was raised with
 */
public record GroupAlertState(
    Map<String, Instant> members,
    Set<String> closed,
    int raised,
    @Nullable Instant gatheringSince,
    @Nullable String camera,
    @Nullable OpenAlert open) {
  public static final GroupAlertState EMPTY =
      new GroupAlertState(Map.of(), Set.of(), 0, null, null, null);

  public GroupAlertState {
    members = Map.copyOf(members);
    closed = Set.copyOf(closed);
  }

  /** As it is kept in a changelog. */
  public static StateSerde<GroupAlertState> serde() {
    return StateSerde.of(
        GroupAlertState.class,
        it -> it.members().values().stream().findFirst().orElse(Instant.EPOCH));
  }

  /**
   * The next state and what is to be told.
   *
   * @param camera under whose name it is told
   * @param members those at that moment, in the order of their names
   */
  record GroupTransition(
      GroupAlertState next, List<OpenAlert.Change> changes, String camera, List<String> members) {
    public GroupTransition {
      changes = List.copyOf(changes);
      members = List.copyOf(members);
    }
  }

  /** A camera joins. */
  GroupTransition joined(String member, Instant since, Instant now) {
    if (closed.contains(member)) {
      return outcome(this, List.of());
    }
    var all = new TreeMap<>(members);
    all.putIfAbsent(member, since);
    Instant gathering = open == null && gatheringSince == null ? now : gatheringSince;
    return updated(new GroupAlertState(all, closed, raised, gathering, camera, open));
  }

  /** A camera leaves. */
  GroupTransition left(String member, Instant at) {
    var closedRest = new HashSet<>(closed);
    closedRest.remove(member);
    var rest = new TreeMap<>(members);
    rest.remove(member);
    if (!rest.isEmpty()) {
      return updated(new GroupAlertState(rest, closedRest, raised, gatheringSince, camera, open));
    }
    GroupAlertState next =
        closedRest.isEmpty()
            ? EMPTY
            : new GroupAlertState(Map.of(), closedRest, raised, null, null, null);
    return new GroupTransition(next, resolved(at), camera == null ? member : camera, List.of());
  }

  private List<OpenAlert.Change> resolved(Instant at) {
    return open == null ? List.of() : List.of(open.resolved(at));
  }

  /** Time goes on: what was gathered long enough is told, silences end, what waits is escalated. */
  GroupTransition aged(Rule rule, Instant now, Site site) {
    if (open != null) {
      return stepped(open.aged(silence(open, now, site), now));
    }
    return gatheringSince != null && !now.isBefore(gatheringSince.plus(rule.gathering()))
        ? raised(rule, now, site)
        : outcome(this, List.of());
  }

  /**
   * When time alone will change something; empty: never.
   *
   * @param rule as it is set now; empty: it was taken away
   */
  Optional<Instant> due(Optional<Rule> rule, Instant now, Site site) {
    if (open != null) {
      return open.due(silence(open, now, site), now);
    }
    return rule.flatMap(
        it -> Optional.ofNullable(gatheringSince).map(at -> at.plus(it.gathering())));
  }

  /** Takes a person's decision; one about another alert changes nothing. */
  GroupTransition decided(AlertDecision decision) {
    if (open == null || !open.id().equals(decision.alertId())) {
      return outcome(this, List.of());
    }
    OpenAlert.Step decided = open.decided(decision);
    return decided.next().isClosed() ? closed(decided.changes()) : stepped(decided);
  }

  /** Its members make no alert until they have left. */
  private GroupTransition closed(List<OpenAlert.Change> changes) {
    var allClosed = new HashSet<>(closed);
    allClosed.addAll(members.keySet());
    GroupTransition before = outcome(this, changes);
    var next = new GroupAlertState(Map.of(), allClosed, raised, null, null, null);
    return new GroupTransition(next, before.changes(), before.camera(), before.members());
  }

  private GroupTransition stepped(OpenAlert.Step step) {
    return outcome(with(step.next()), step.changes());
  }

  private GroupTransition raised(Rule rule, Instant now, Site site) {
    OpenAlert alert = alert(rule, now, site);
    String first = Collections.min(members.keySet());
    return outcome(
        new GroupAlertState(members, closed, raised + 1, null, first, alert),
        List.of(OpenAlert.Change.raised(alert)));
  }

  private OpenAlert alert(Rule rule, Instant now, Site site) {
    Instant windowStart = Collections.min(members.values());
    Instant last = Collections.max(members.values());
    String scope = raised == 0 ? "" : "/" + raised; // names no camera
    var holds =
        new ConditionResult.Holds(
            ConditionState.NOTHING, windowStart, last, members.size(), List.of());
    return OpenAlert.raised(
        Ids.alert(rule.id(), scope, windowStart),
        rule,
        holds,
        now,
        site.silence(rule.id(), List.copyOf(members.keySet()), last));
  }

  private Optional<SilenceWindow> silence(OpenAlert alert, Instant now, Site site) {
    return alert.isSilenced()
        ? site.silence(alert.rule().id(), List.copyOf(members.keySet()), alert.ownTime(now))
        : Optional.empty();
  }

  private GroupAlertState with(OpenAlert next) {
    return new GroupAlertState(members, closed, raised, gatheringSince, camera, next);
  }

  private GroupTransition updated(GroupAlertState next) {
    OpenAlert before = next.open();
    if (before == null || next.members().equals(members)) {
      return outcome(next, List.of());
    }
    OpenAlert now = before.counting(next.members().size(), List.of());
    return outcome(next.with(now), List.of(before.changed(AlertState.UPDATED, now)));
  }

  private static GroupTransition outcome(GroupAlertState next, List<OpenAlert.Change> changes) {
    List<String> names = next.members().keySet().stream().sorted().toList();
    String told = next.camera();
    String first = names.isEmpty() ? "" : names.getFirst();
    return new GroupTransition(next, changes, told == null ? first : told, names);
  }
}
