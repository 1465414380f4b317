package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A person stays in a zone for longer than {@code longest}, which is one alert for all who do so at
 * a time, or leaves it before {@code shortest}, which is an alert for each who did. A stay outlives
 * gaps of {@link #GAP}, in which trackers lose people; no more than {@link #MOST} are followed.
 *
 * @param shortest null: no one is too short
 * @param longest null: no one is too long
 */
public record Dwell(String zone, @Nullable Duration shortest, @Nullable Duration longest)
    implements Condition {
  static final Duration GAP = Duration.ofSeconds(5);

  /** Shorter is no stay: somebody's feet crossed a corner. */
  static final Duration PASSING = Duration.ofSeconds(1);

  static final int MOST = 200;

  public Dwell {
    if (shortest == null && longest == null) {
      throw new BadRuleException("conditions.min_seconds", "given, or conditions.max_seconds");
    }
    if (shortest != null) {
      Condition.check(shortest);
    }
    if (longest != null) {
      Condition.check(longest);
    }
    if (shortest != null && longest != null && shortest.compareTo(longest) >= 0) {
      throw new BadRuleException("conditions.min_seconds", "below conditions.max_seconds");
    }
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.ACTIVITY, Topics.CAMERA_HEALTH);
  }

  @Override
  public Statement describe(int count, Duration lasted) {
    String english =
        "%d in %s for %d s (rule: %s)".formatted(count, zone, lasted.toSeconds(), limits());
    Statement said =
        shortest != null && lasted.compareTo(shortest) < 0
            ? limited(AlertReason.STAYED_TOO_BRIEFLY, english, shortest, null)
            : limited(AlertReason.STAYED_TOO_LONG, english, null, longest).with("count", count);
    return said.with("lasted_seconds", lasted.toSeconds());
  }

  @Override
  public Statement describeEach() {
    AlertReason ofOne =
        shortest == null ? AlertReason.LONG_STAYS_EACH : AlertReason.BRIEF_STAYS_EACH;
    return limited(
        shortest != null && longest != null ? AlertReason.STAYS_EACH : ofOne,
        "stays in %s that are too long or too short (rule: %s)".formatted(zone, limits()),
        shortest,
        longest);
  }

  private Statement limited(
      AlertReason reason, String english, @Nullable Duration least, @Nullable Duration most) {
    Statement said = Statement.of(reason, english).with("zone", zone);
    Statement above = least == null ? said : said.with("min_seconds", least.toSeconds());
    return most == null ? above : above.with("max_seconds", most.toSeconds());
  }

  private String limits() {
    return (shortest == null ? "" : "at least " + shortest.toSeconds() + " s ")
        + (longest == null ? "" : "at most " + longest.toSeconds() + " s");
  }

  @Override
  public ConditionResult frame(ConditionState state, FrameSeen frame, CameraVisibility visibility) {
    Map<Long, ConditionState.ZoneStay> before =
        state instanceof ConditionState.ZoneStays(Instant epoch, var known)
                && epoch.equals(frame.epoch())
            ? known
            : Map.of();
    Map<Long, ConditionState.ZoneStay> stays = with(frame, before);
    List<ConditionResult.Occurrence> tooShort = removeEnded(stays, before, frame.at());
    ConditionResult found = tooLong(new ConditionState.ZoneStays(frame.epoch(), stays), frame.at());
    return tooShort.isEmpty() ? found : new ConditionResult.Happened(tooShort, found);
  }

  /** The stays that are known, and as a frame prolongs or begins them. */
  private Map<Long, ConditionState.ZoneStay> with(
      FrameSeen frame, Map<Long, ConditionState.ZoneStay> before) {
    var stays = new HashMap<>(before);
    for (var person : frame.people()) {
      if (person.isIn(zone)) {
        ConditionState.ZoneStay stay = before.get(person.track());
        if (stay != null || stays.size() < MOST) {
          Instant since = stay == null ? frame.at() : stay.since();
          stays.put(person.track(), new ConditionState.ZoneStay(since, frame.at()));
        }
      }
    }
    return stays;
  }

  /** Removes those that are over; of these, the ones that were too short, by their tracks. */
  private List<ConditionResult.Occurrence> removeEnded(
      Map<Long, ConditionState.ZoneStay> stays,
      Map<Long, ConditionState.ZoneStay> before,
      Instant at) {
    var tooShort = new ArrayList<ConditionResult.Occurrence>();
    for (var entry : new TreeMap<>(before).entrySet()) {
      ConditionState.ZoneStay stay = entry.getValue();
      if (stay.equals(stays.get(entry.getKey())) && at.isAfter(stay.last().plus(GAP))) {
        stays.remove(entry.getKey());
        if (isTooShort(stay)) {
          tooShort.add(
              new ConditionResult.Occurrence(
                  Long.toString(entry.getKey()), stay.since(), stay.last(), at));
        }
      }
    }
    return tooShort;
  }

  @Override
  public ConditionResult visibility(ConditionState state, Instant at, CameraVisibility visibility) {
    return Condition.unlessSeen(state, at, visibility);
  }

  private ConditionResult tooLong(ConditionState.ZoneStays next, Instant at) {
    if (longest == null) {
      return new ConditionResult.Clear(next, at);
    }
    var over =
        next.stays().values().stream()
            .filter(it -> it.since().plus(longest).isBefore(at))
            .map(ConditionState.ZoneStay::since)
            .sorted()
            .toList();
    return over.isEmpty()
        ? new ConditionResult.Clear(next, at)
        : new ConditionResult.Holds(next, over.getFirst(), at, over.size(), List.of());
  }

  private boolean isTooShort(ConditionState.ZoneStay stay) {
    Duration stayed = Duration.between(stay.since(), stay.last());
    return shortest != null && stayed.compareTo(PASSING) >= 0 && stayed.compareTo(shortest) < 0;
  }
}
