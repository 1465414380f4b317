package io.cleansight.rule;

import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of one camera, and the alerts that are open. A value, fed in event time with
 * the rules that concern the camera. What comes from different topics may come in either order: a
 * frame does not end what a violation before it may yet prolong, only {@link #passed} does.
 *
 * @param live whether it has ever said how it is, as live cameras do
 * @param sight at its last word
 * @param seenUntil the latest frame while that may end an alert over violations, this or one that a
 *     violation before it may yet raise; null: none can
 */
public record CameraWatch(
    String cameraId,
    boolean live,
    Sight sight,
    @Nullable Instant seenUntil,
    Map<UUID, Standing> standings) {

  public CameraWatch {
    standings = Map.copyOf(standings);
  }

  public static CameraWatch over(String cameraId) {
    return new CameraWatch(cameraId, false, Sight.SEES, null, Map.of());
  }

  /**
   * Where one rule stands with this camera.
   *
   * @param quietUntil the end of its cooldown; null before its first alert
   */
  public record Standing(Memory memory, @Nullable Instant quietUntil, @Nullable OpenAlert open) {
    private static final Standing NEW = new Standing(Memory.NOTHING, null, null);
  }

  /** The next state and what is to be told. */
  public record Outcome(CameraWatch next, List<OpenAlert.Change> changes) {
    public Outcome {
      changes = List.copyOf(changes);
    }

    /** With {@link CameraWatch#seen} of the next state. */
    public Outcome seen(Instant at) {
      return new Outcome(next.seen(at), changes);
    }
  }

  /**
   * Takes an event of a camera, of whatever kind; empty if it is of none that rules look at, or its
   * time cannot be right.
   *
   * @param appended when the broker had it
   * @param rules those that concern the camera at that time
   */
  public Optional<Outcome> event(
      SpecificRecord event, Instant appended, Function<Instant, List<Rule>> rules) {
    return switch (event) {
      case Violation it when it.getUntimely() != null -> Optional.empty();
      case Activity it when it.getUntimely() != null -> Optional.empty();
      case Violation it when it.getState().equals(Words.OPENED) -> {
        var hit = new Hit(it.getOpenedAt(), it.getViolationId(), it.getType());
        yield Optional.of(violation(hit, rules.apply(hit.at())));
      }
      case Activity it -> Optional.of(frame(FrameSeen.of(it), rules.apply(it.getCapturedAt())));
      // A recorded file that played to its end is not offline.
      case CameraHealth it when it.getSourceKind().equals(Words.LIVE) -> {
        Instant at = EventTime.of(it.getAt(), appended);
        yield Optional.of(health(at, Sight.of(it.getState()), rules.apply(at)));
      }
      default -> Optional.empty();
    };
  }

  /**
   * Takes a violation that opened; time passes by it, too. One already counted, and one older than
   * a rule's window, changes nothing there.
   */
  public Outcome violation(Hit hit, List<Rule> rules) {
    Outcome passed = passed(hit.at(), rules);
    Outcome counted =
        passed
            .next()
            .each(rules, hit.at(), (rule, memory) -> rule.condition().violation(memory, hit));
    var changes = new ArrayList<>(passed.changes());
    changes.addAll(counted.changes());
    return new Outcome(counted.next(), changes);
  }

  /** Takes a frame. Call {@link #passed} once nothing from before it can come any more. */
  public Outcome frame(FrameSeen frame, List<Rule> rules) {
    return each(rules, frame.at(), (rule, memory) -> rule.condition().frame(memory, frame, sight))
        .seen(frame.at());
  }

  /**
   * Takes the camera's word of how it is. Of a camera that does not see nobody knows whether there
   * is anyone.
   */
  public Outcome health(Instant at, Sight now, List<Rule> rules) {
    Outcome outcome = each(rules, at, (rule, memory) -> rule.condition().sight(memory, at, now));
    CameraWatch next = outcome.next().seen(at);
    return new Outcome(
        new CameraWatch(cameraId, true, now, next.seenUntil(), next.standings()),
        outcome.changes());
  }

  /** Everything up to {@code at} has been seen. */
  public Outcome passed(Instant at, List<Rule> rules) {
    Outcome outcome = each(rules, at, (rule, memory) -> rule.condition().passed(memory, at));
    CameraWatch next = outcome.next();
    Instant until = next.seenUntil();
    return until != null && !until.isAfter(at)
        ? new Outcome(
            new CameraWatch(cameraId, live, next.sight(), null, next.standings()),
            outcome.changes())
        : outcome;
  }

  /** Takes a person's decision; one about an alert that is not open here changes nothing. */
  public Outcome decided(Decision decision) {
    return alerts(
        open -> open.id().equals(decision.alertId()) ? open.decided(decision) : open,
        decision.resolves() ? Words.RESOLVED : Words.ACKNOWLEDGED);
  }

  /** The wall clock goes on: what nobody acknowledged in time is escalated. */
  public Outcome aged(Instant now) {
    Outcome outcome =
        alerts(open -> open.rule().isGrouped() ? open : open.aged(now), Words.ESCALATED);
    var escalated =
        outcome.changes().stream().filter(it -> it.alert().handling().escalated()).toList();
    return new Outcome(outcome.next(), escalated);
  }

  /** The camera is gone for good, and so is what was known of it. */
  public Outcome gone(Instant at) {
    var changes = new ArrayList<OpenAlert.Change>();
    for (Standing standing : standings.values()) {
      OpenAlert open = standing.open();
      if (open != null && !open.isClosed()) {
        changes.add(new OpenAlert.Change(Words.RESOLVED, open.resolved(at)));
      }
    }
    return new Outcome(over(cameraId), changes);
  }

  public boolean hasOpenAlerts() {
    return standings.values().stream().anyMatch(it -> it.open() != null);
  }

  private boolean hasOpenCount() {
    return standings.values().stream()
        .map(Standing::open)
        .anyMatch(it -> it != null && it.rule().condition() instanceof ViolationCount);
  }

  /**
   * Knows that a frame of then was seen, if that may end an alert. To be told again after a
   * violation: the frame may have come before it, when there was nothing to end.
   */
  public CameraWatch seen(Instant at) {
    boolean later = seenUntil == null || at.isAfter(seenUntil);
    return later && hasOpenCount() ? new CameraWatch(cameraId, live, sight, at, standings) : this;
  }

  private Outcome alerts(UnaryOperator<OpenAlert> step, String state) {
    var next = new HashMap<>(standings);
    var changes = new ArrayList<OpenAlert.Change>();
    standings.forEach(
        (rule, standing) -> {
          OpenAlert before = standing.open();
          OpenAlert after = before == null ? null : step.apply(before);
          if (after != null && !after.equals(before)) {
            changes.add(new OpenAlert.Change(state, after));
            next.put(rule, new Standing(standing.memory(), standing.quietUntil(), after));
          }
        });
    return new Outcome(new CameraWatch(cameraId, live, sight, seenUntil, next), changes);
  }

  private Outcome each(List<Rule> rules, Instant at, BiFunction<Rule, Memory, Finding> step) {
    var next = new HashMap<>(standings);
    var changes = new ArrayList<OpenAlert.Change>();
    var left = new HashSet<>(standings.keySet());
    for (Rule rule : rules) {
      left.remove(rule.id());
      Standing before = standings.getOrDefault(rule.id(), Standing.NEW);
      Finding finding =
          rule.isInForce(at) ? step.apply(rule, before.memory()) : rule.condition().offDuty(at);
      put(next, rule.id(), after(before, finding, rule, true, changes));
    }
    // A rule that is no longer in force ends what it began as it would have ended.
    for (UUID id : left) {
      Standing before = standings.getOrDefault(id, Standing.NEW);
      OpenAlert open = before.open();
      Standing after =
          open == null
              ? Standing.NEW
              : after(
                  before, step.apply(open.rule(), before.memory()), open.rule(), false, changes);
      put(next, id, after.open() == null ? Standing.NEW : after);
    }
    return new Outcome(new CameraWatch(cameraId, live, sight, seenUntil, next), changes);
  }

  private Standing after(
      Standing before,
      Finding finding,
      Rule rule,
      boolean inForce,
      List<OpenAlert.Change> changes) {
    OpenAlert open = before.open();
    return switch (finding) {
      case Finding.Same(Memory memory) -> new Standing(memory, before.quietUntil(), open);
      case Finding.Clear(Memory memory, Instant at) -> {
        if (open != null && !open.isClosed()) {
          changes.add(new OpenAlert.Change(Words.RESOLVED, open.resolved(at)));
        }
        yield new Standing(memory, before.quietUntil(), null);
      }
      case Finding.Holds holds when open != null -> {
        int count = rule.condition().counted(open.count(), holds.count());
        OpenAlert now = open.counting(count, holds.violationId());
        if (!open.isClosed() && now.count() != open.count()) {
          changes.add(new OpenAlert.Change(Words.UPDATED, now));
        }
        yield new Standing(holds.memory(), before.quietUntil(), now);
      }
      case Finding.Holds holds when !inForce || isCoolingDown(before, holds.at()) ->
          new Standing(holds.memory(), before.quietUntil(), null);
      case Finding.Holds holds -> {
        var alert =
            new OpenAlert(
                Ids.alert(rule.id(), cameraId, holds.windowStart()),
                rule,
                holds.windowStart(),
                holds.at(),
                holds.count(),
                ViolationCount.ids(holds.memory()),
                null,
                OpenAlert.Handling.NONE);
        changes.add(new OpenAlert.Change(Words.RAISED, alert));
        yield new Standing(holds.memory(), holds.at().plus(rule.cooldown()), alert);
      }
    };
  }

  private static boolean isCoolingDown(Standing standing, Instant at) {
    return standing.quietUntil() != null && at.isBefore(standing.quietUntil());
  }

  private static void put(Map<UUID, Standing> next, UUID rule, Standing after) {
    if (after.equals(Standing.NEW)) {
      next.remove(rule);
    } else {
      next.put(rule, after);
    }
  }
}
