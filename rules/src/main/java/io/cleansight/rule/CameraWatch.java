package io.cleansight.rule;

import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import io.cleansight.messaging.state.StateSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of one camera, and the alerts that are open. A value, fed in event time. What
 * comes from different topics may come in either order: a frame does not end what a violation
 * before it may yet prolong, only {@link #passed} does. {@code now} is the broker's time
 * throughout.
 *
 * @param sight at the camera's last word
 * @param settling a frame that may end an alert over violations; null: there is none
 */
public record CameraWatch(
    String cameraId, Sight sight, @Nullable Settling settling, Map<UUID, Standing> standings) {
  /**
   * Violations and frames come in two topics, whose records are not seen at the same moment: for so
   * long a frame ends no alert that a violation before it may yet prolong.
   */
  static final Duration SETTLING = Duration.ofSeconds(2);

  public CameraWatch {
    standings = Map.copyOf(standings);
  }

  public static CameraWatch over(String cameraId) {
    return new CameraWatch(cameraId, Sight.SEES, null, Map.of());
  }

  /**
   * Everything up to {@code until} has been seen once it is {@code due}.
   *
   * @param until in event time
   * @param due by the broker's time
   */
  public record Settling(Instant until, Instant due) {}

  /** The next state and what is to be told. */
  public record Outcome(CameraWatch next, List<OpenAlert.Change> changes) {
    public Outcome {
      changes = List.copyOf(changes);
    }

    Outcome then(Outcome further) {
      return new Outcome(
          further.next(), Stream.concat(changes.stream(), further.changes().stream()).toList());
    }
  }

  /** As it is kept in a changelog. */
  public static StateSerde<CameraWatch> serde() {
    return StateSerde.of(CameraWatch.class, CameraWatch::near);
  }

  /** A time near which most lie that it knows of. */
  private Instant near() {
    return standings.values().stream()
        .map(Standing::near)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** Nothing is known of it but its name. */
  public boolean isBlank() {
    return equals(over(cameraId));
  }

  /**
   * Takes an event of a camera, of whatever kind; empty if it is of none that rules look at, or its
   * time cannot be right.
   *
   * @param appended when the broker had it
   */
  Optional<Outcome> event(SpecificRecord event, Instant appended, Instant now, Site site) {
    return switch (event) {
      case Violation it when it.getUntimely() != null -> Optional.empty();
      case Activity it when it.getUntimely() != null -> Optional.empty();
      case Violation it when it.getState().equals(Words.OPENED) -> {
        var hit = new Hit(it.getOpenedAt(), it.getViolationId(), it.getType());
        // What is ahead of its time does not make time pass.
        Outcome passed = passed(EventTime.of(hit.at(), appended), now, site);
        yield Optional.of(passed.then(passed.next().violation(hit, now, site)));
      }
      case Activity it -> {
        Instant at = EventTime.of(it.getCapturedAt(), appended);
        yield Optional.of(frame(FrameSeen.of(it, at), now, site));
      }
      // A recorded file that played to its end is not offline.
      case CameraHealth it when it.getSourceKind().equals(Words.LIVE) -> {
        Instant at = EventTime.of(it.getAt(), appended);
        yield Optional.of(health(at, Sight.of(it.getState()), now, site));
      }
      default -> Optional.empty();
    };
  }

  /**
   * Takes a violation that opened, wherever its time lies among the others. One already counted
   * changes nothing.
   */
  Outcome violation(Hit hit, Instant now, Site site) {
    return each(
        hit.at(),
        now,
        site,
        (rule, standing) ->
            rule.isInForce(hit.at()) && !site.isUnderMaintenance(rule.id(), cameraId, hit.at())
                ? rule.condition().violation(standing.memory(), hit)
                : new Finding.Same(standing.memory()));
  }

  /** Takes a frame. Call {@link #passed} once nothing from before it can come any more. */
  Outcome frame(FrameSeen frame, Instant now, Site site) {
    return each(
        frame.at(),
        now,
        site,
        looking(frame.at(), site, (rule, memory) -> rule.condition().frame(memory, frame, sight)));
  }

  /**
   * Takes the camera's word of how it is. Of a camera that does not see nobody knows whether there
   * is anyone.
   */
  Outcome health(Instant at, Sight word, Instant now, Site site) {
    Outcome outcome =
        each(
            at,
            now,
            site,
            looking(at, site, (rule, memory) -> rule.condition().sight(memory, at, word)));
    CameraWatch next = outcome.next();
    return new Outcome(
        new CameraWatch(cameraId, word, next.settling(), next.standings()), outcome.changes());
  }

  /** What a rule finds that looks at the camera, unless it is off duty or under maintenance. */
  private BiFunction<Rule, Standing, Finding> looking(
      Instant at, Site site, BiFunction<Rule, Memory, Finding> look) {
    return (rule, standing) -> {
      Memory memory = standing.memory();
      if (standing.open() == null && site.isUnderMaintenance(rule.id(), cameraId, at)) {
        return new Finding.Same(rule.condition().unwatched(memory));
      }
      return rule.isInForce(at) ? look.apply(rule, memory) : rule.condition().offDuty(memory, at);
    };
  }

  /** Everything up to {@code at} has been seen. */
  Outcome passed(Instant at, Instant now, Site site) {
    Outcome outcome = each(at, now, site, (_, standing) -> passed(standing, at));
    CameraWatch next = outcome.next();
    boolean settled = settling != null && !settling.until().isAfter(at);
    return settled
        ? new Outcome(
            new CameraWatch(cameraId, next.sight(), null, next.standings()), outcome.changes())
        : outcome;
  }

  /** Of an open alert; its rule's hours end it as its window does. */
  private static Finding passed(Standing standing, Instant at) {
    OpenAlert open = standing.open();
    if (open == null) {
      return new Finding.Same(standing.memory());
    }
    Finding found = open.rule().condition().passed(standing.memory(), at);
    Optional<Instant> offDuty = open.rule().offDuty(open.raisedAt(), at);
    boolean sooner =
        offDuty.isPresent()
            && open.rule().condition() instanceof ViolationCount
            && !(found instanceof Finding.Clear clear && clear.at().isBefore(offDuty.get()));
    return sooner ? new Finding.Clear(standing.memory(), offDuty.get()) : found;
  }

  /**
   * Knows that everything up to {@code at} will have been seen, if that may end an alert. To be
   * told again after a violation: the frame may have come before it, when there was nothing to end.
   */
  CameraWatch seen(Instant at, Instant now) {
    boolean ends =
        settling == null
            && standings.values().stream()
                .anyMatch(
                    it ->
                        passed(it, at) instanceof Finding.Clear clear
                            && it.open() != null
                            && !clear.at().isBefore(it.open().raisedAt()));
    return ends
        ? new CameraWatch(cameraId, sight, new Settling(at, now.plus(SETTLING)), standings)
        : this;
  }

  /** Takes a person's decision; one about an alert that is not open here changes nothing. */
  Outcome decided(Decision decision) {
    return alerts(
        open -> open.id().equals(decision.alertId()) ? open.decided(decision) : open,
        decision.resolves() ? Words.RESOLVED : Words.ACKNOWLEDGED);
  }

  /** Time goes on: silences end, and what nobody acknowledged in time is escalated. */
  Outcome aged(Instant now, Site site) {
    Outcome heard =
        alerts(
            open -> open.rule().isGrouped() ? open : open.heard(silence(open, now, site), now),
            Words.UNSILENCED);
    Outcome escalated =
        heard
            .next()
            .alerts(
                open -> open.rule().isGrouped() ? open : open.escalatedBy(now), Words.ESCALATED);
    var told = heard.changes().stream().filter(it -> !it.alert().isSilenced()).toList();
    return new Outcome(heard.next(), told).then(escalated);
  }

  /** When time alone will change something, by the broker's; empty: never. */
  Optional<Instant> due(Instant now, Site site) {
    Stream<Instant> ofAlerts =
        standings.values().stream()
            .flatMap(it -> Stream.ofNullable(it.open()))
            .filter(open -> !open.rule().isGrouped())
            .flatMap(open -> open.due(silence(open, now, site), now).stream());
    return Stream.concat(Stream.ofNullable(settling).map(Settling::due), ofAlerts)
        .min(Comparator.naturalOrder());
  }

  private Optional<Quiet> silence(OpenAlert open, Instant now, Site site) {
    return open.isSilenced()
        ? site.silence(open.rule().id(), cameraId, open.ownTime(now))
        : Optional.empty();
  }

  /** The camera is gone for good, and so is what was known of it. */
  Outcome gone(Instant at) {
    var changes = new ArrayList<OpenAlert.Change>();
    for (Standing standing : standings.values()) {
      OpenAlert open = standing.open();
      if (open != null && !open.isClosed()) {
        changes.add(new OpenAlert.Change(Words.RESOLVED, open.resolved(at)));
      }
    }
    return new Outcome(over(cameraId), changes);
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
            next.put(rule, standing.with(after));
          }
        });
    return new Outcome(new CameraWatch(cameraId, sight, settling, next), changes);
  }

  private Outcome each(
      Instant at, Instant now, Site site, BiFunction<Rule, Standing, Finding> step) {
    var next = new HashMap<>(standings);
    var changes = new ArrayList<OpenAlert.Change>();
    var left = new HashSet<>(standings.keySet());
    for (Rule rule : site.rulesOf(cameraId)) {
      left.remove(rule.id());
      Standing before = standings.getOrDefault(rule.id(), Standing.NEW);
      boolean raises = !site.isUnderMaintenance(rule.id(), cameraId, at);
      var here = new Standing.Circumstances(cameraId, rule, raises, now, site);
      put(next, rule.id(), before.after(step.apply(rule, before), here, changes));
    }
    // A rule that is no longer there ends what it began as it would have ended.
    for (UUID id : left) {
      Standing before = standings.getOrDefault(id, Standing.NEW);
      OpenAlert open = before.open();
      Standing after = Standing.NEW;
      if (open != null) {
        var here = new Standing.Circumstances(cameraId, open.rule(), false, now, site);
        after = before.after(step.apply(open.rule(), before), here, changes);
      }
      put(next, id, after.open() == null ? Standing.NEW : after);
    }
    return new Outcome(new CameraWatch(cameraId, sight, settling, next), changes);
  }

  private static void put(Map<UUID, Standing> next, UUID rule, Standing after) {
    if (after.equals(Standing.NEW)) {
      next.remove(rule);
    } else {
      next.put(rule, after);
    }
  }
}
