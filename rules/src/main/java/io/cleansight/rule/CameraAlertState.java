package io.cleansight.rule;

import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.vocabulary.EpisodeState;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Activity;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import io.cleansight.messaging.state.StateSerde;
import io.cleansight.rule.condition.CameraVisibility;
import io.cleansight.rule.condition.ConditionResult;
import io.cleansight.rule.condition.ConditionState;
import io.cleansight.rule.condition.FrameSeen;
import io.cleansight.rule.condition.ViolationCount;
import io.cleansight.rule.condition.ViolationRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of one camera, and the alerts that are open. A value, fed in event time. What
 * comes from different topics may come in either order: a frame does not end what a violation
 * before it may yet prolong, only {@link #passed} does. {@code now} is the broker's time
 * throughout.
 *
 * @param visibility at the camera's last word
 * @param settling a frame that may end an alert over violations; null: there is none
 */
public record CameraAlertState(
    String cameraId,
    CameraVisibility visibility,
    @Nullable Settling settling,
    Map<UUID, RuleState> ruleStates) {
  /**
   * Violations and frames come in two topics, whose records are not seen at the same moment: for so
   * long a frame ends no alert that a violation before it may yet prolong.
   */
  static final Duration SETTLING = Duration.ofSeconds(2);

  public CameraAlertState {
    ruleStates = Map.copyOf(ruleStates);
  }

  public static CameraAlertState over(String cameraId) {
    return new CameraAlertState(cameraId, CameraVisibility.SEES, null, Map.of());
  }

  /**
   * Everything up to {@code until} has been seen once it is {@code due}.
   *
   * @param until in event time
   * @param due by the broker's time
   */
  public record Settling(Instant until, Instant due) {}

  /** The next state and what is to be told. */
  public record Transition(CameraAlertState next, List<OpenAlert.Change> changes) {
    public Transition {
      changes = List.copyOf(changes);
    }

    Transition then(Transition further) {
      return new Transition(
          further.next(), Stream.concat(changes.stream(), further.changes().stream()).toList());
    }
  }

  /** As it is kept in a changelog. */
  public static StateSerde<CameraAlertState> serde() {
    return StateSerde.of(CameraAlertState.class, CameraAlertState::near);
  }

  /** A time near which most lie that it knows of. */
  private Instant near() {
    return ruleStates.values().stream()
        .map(RuleState::near)
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
  Optional<Transition> event(SpecificRecord event, Instant appended, Instant now, Site site) {
    return switch (event) {
      case Violation it when it.getUntimely() != null -> Optional.empty();
      case Activity it when it.getUntimely() != null -> Optional.empty();
      case Violation it when EpisodeState.OPENED.is(it.getState()) ->
          Optional.of(opened(it, appended, now, site));
      case Activity it -> {
        Instant at = EventTime.of(it.getCapturedAt(), appended);
        yield Optional.of(frame(FrameSeen.of(it, at), now, site));
      }
      // A recorded file that played to its end is not offline.
      case CameraHealth it when SourceKind.LIVE.is(it.getSourceKind()) -> {
        Instant at = EventTime.of(it.getAt(), appended);
        yield Optional.of(health(at, CameraVisibility.of(it.getState()), now, site));
      }
      default -> Optional.empty();
    };
  }

  private Transition opened(Violation violation, Instant appended, Instant now, Site site) {
    var ref =
        new ViolationRef(violation.getOpenedAt(), violation.getViolationId(), violation.getType());
    // What is ahead of its time does not make time pass.
    Transition passed = passed(EventTime.of(ref.at(), appended), now, site);
    return passed.then(passed.next().violation(ref, now, site));
  }

  /**
   * Takes a violation that opened, wherever its time lies among the others. One already counted
   * changes nothing.
   */
  Transition violation(ViolationRef ref, Instant now, Site site) {
    return each(
        ref.at(),
        now,
        site,
        (rule, ruleState) ->
            rule.isInForce(ref.at()) && !site.isUnderMaintenance(rule.id(), cameraId, ref.at())
                ? rule.condition().violation(ruleState.state(), ref)
                : new ConditionResult.Same(ruleState.state()));
  }

  /** Takes a frame. Call {@link #passed} once nothing from before it can come any more. */
  Transition frame(FrameSeen frame, Instant now, Site site) {
    return each(
        frame.at(),
        now,
        site,
        looking(
            frame.at(), site, (rule, state) -> rule.condition().frame(state, frame, visibility)));
  }

  /**
   * Takes the camera's word of how it is. Of a camera that does not see nobody knows whether there
   * is anyone.
   */
  Transition health(Instant at, CameraVisibility word, Instant now, Site site) {
    Transition outcome =
        each(
            at,
            now,
            site,
            looking(at, site, (rule, state) -> rule.condition().visibility(state, at, word)));
    CameraAlertState next = outcome.next();
    return new Transition(
        new CameraAlertState(cameraId, word, next.settling(), next.ruleStates()),
        outcome.changes());
  }

  /** What a rule finds that looks at the camera, unless it is off duty or under maintenance. */
  private BiFunction<Rule, RuleState, ConditionResult> looking(
      Instant at, Site site, BiFunction<Rule, ConditionState, ConditionResult> look) {
    return (rule, ruleState) -> {
      ConditionState state = ruleState.state();
      if (ruleState.open() == null && site.isUnderMaintenance(rule.id(), cameraId, at)) {
        return new ConditionResult.Same(rule.condition().unwatched(state));
      }
      return rule.isInForce(at) ? look.apply(rule, state) : rule.condition().offDuty(state, at);
    };
  }

  /** Everything up to {@code at} has been seen. */
  Transition passed(Instant at, Instant now, Site site) {
    Transition outcome = each(at, now, site, (_, ruleState) -> passed(ruleState, at));
    CameraAlertState next = outcome.next();
    boolean settled = settling != null && !settling.until().isAfter(at);
    return settled
        ? new Transition(
            new CameraAlertState(cameraId, next.visibility(), null, next.ruleStates()),
            outcome.changes())
        : outcome;
  }

  /** Of an open alert; its rule's hours end it as its window does. */
  private static ConditionResult passed(RuleState ruleState, Instant at) {
    OpenAlert open = ruleState.open();
    if (open == null) {
      return new ConditionResult.Same(ruleState.state());
    }
    ConditionResult found = open.rule().condition().passed(ruleState.state(), at);
    Optional<Instant> offDuty = open.rule().offDuty(open.raisedAt(), at);
    boolean sooner =
        offDuty.isPresent()
            && open.rule().condition() instanceof ViolationCount
            && !(found instanceof ConditionResult.Clear clear
                && clear.at().isBefore(offDuty.get()));
    return sooner ? new ConditionResult.Clear(ruleState.state(), offDuty.get()) : found;
  }

  /**
   * Knows that everything up to {@code at} will have been seen, if that may end an alert. To be
   * told again after a violation: the frame may have come before it, when there was nothing to end.
   */
  CameraAlertState seen(Instant at, Instant now) {
    boolean ends =
        settling == null
            && ruleStates.values().stream()
                .anyMatch(
                    it ->
                        passed(it, at) instanceof ConditionResult.Clear clear
                            && it.open() != null
                            && !clear.at().isBefore(it.open().raisedAt()));
    return ends
        ? new CameraAlertState(
            cameraId, visibility, new Settling(at, now.plus(SETTLING)), ruleStates)
        : this;
  }

  /** Takes a person's decision; one about an alert that is not open here changes nothing. */
  Transition decided(AlertDecision decision) {
    return with(
        states()
            .alerts(
                open ->
                    open.id().equals(decision.alertId())
                        ? open.decided(decision)
                        : OpenAlert.Step.none(open)));
  }

  /** Time goes on: silences end, and what nobody acknowledged in time is escalated. */
  Transition aged(Instant now, Site site) {
    return with(
        states()
            .alerts(
                open ->
                    open.rule().isGrouped()
                        ? OpenAlert.Step.none(open)
                        : open.aged(silence(open, now, site), now)));
  }

  /** When time alone will change something, by the broker's; empty: never. */
  Optional<Instant> due(Instant now, Site site) {
    Stream<Instant> ofAlerts =
        ruleStates.values().stream()
            .flatMap(it -> Stream.ofNullable(it.open()))
            .filter(open -> !open.rule().isGrouped())
            .flatMap(open -> open.due(silence(open, now, site), now).stream());
    return Stream.concat(Stream.ofNullable(settling).map(Settling::due), ofAlerts)
        .min(Comparator.naturalOrder());
  }

  private Optional<SilenceWindow> silence(OpenAlert open, Instant now, Site site) {
    return open.isSilenced()
        ? site.silence(open.rule().id(), cameraId, open.ownTime(now))
        : Optional.empty();
  }

  /** The camera is gone for good, and so is what was known of it. */
  Transition gone(Instant at) {
    return new Transition(over(cameraId), states().resolved(at));
  }

  private Transition each(
      Instant at, Instant now, Site site, BiFunction<Rule, RuleState, ConditionResult> step) {
    return with(states().each(at, now, site, step));
  }

  private RuleStates states() {
    return new RuleStates(cameraId, ruleStates);
  }

  private Transition with(RuleStates.Outcome outcome) {
    return new Transition(
        new CameraAlertState(cameraId, visibility, settling, outcome.next()), outcome.changes());
  }
}
