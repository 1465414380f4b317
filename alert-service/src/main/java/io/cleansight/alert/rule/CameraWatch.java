package io.cleansight.alert.rule;

import io.cleansight.contracts.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of one camera: recent violations by rule, since when a condition holds, and
 * the alerts that are open. A value, fed in event time; holds no more than a rule's threshold of
 * violations.
 *
 * @param seeing whether the camera was online at its last word
 */
public record CameraWatch(String cameraId, boolean seeing, Map<UUID, Standing> standings) {

  public CameraWatch {
    standings = Map.copyOf(standings);
  }

  public static CameraWatch over(String cameraId) {
    return new CameraWatch(cameraId, true, Map.of());
  }

  /** A violation that counts. */
  public record Hit(Instant at, UUID violationId) {}

  /**
   * An alert as long as it is open.
   *
   * @param count of what it is about: violations, or people
   * @param resolvedAt null while it is
   */
  public record OpenAlert(
      UUID id,
      Rule rule,
      Instant windowStart,
      Instant raisedAt,
      int count,
      List<UUID> violationIds,
      @Nullable Instant resolvedAt) {
    public OpenAlert {
      violationIds = List.copyOf(violationIds);
    }

    OpenAlert resolved(Instant at) {
      return new OpenAlert(id, rule, windowStart, raisedAt, count, violationIds, at);
    }
  }

  /**
   * Where one rule stands with this camera.
   *
   * @param hits recent violations, oldest first
   * @param since when its condition began to hold; null while it does not
   * @param quietUntil the end of its cooldown; null before its first alert
   */
  public record Standing(
      List<Hit> hits,
      @Nullable Instant since,
      @Nullable Instant quietUntil,
      @Nullable OpenAlert open) {
    private static final Standing NEW = new Standing(List.of(), null, null, null);

    public Standing {
      hits = List.copyOf(hits);
    }

    private boolean mayRaise(Rule rule, Instant at) {
      return open == null && rule.isInForce(at) && (quietUntil == null || !at.isBefore(quietUntil));
    }

    private Standing raised(OpenAlert alert) {
      return new Standing(hits, since, alert.raisedAt().plus(alert.rule().cooldown()), alert);
    }
  }

  /** The next state and what changed. */
  public record Outcome(CameraWatch next, List<OpenAlert> changed) {}

  /** People in the picture, and by the type of the zone that they are in. */
  public record Crowd(int people, Map<String, Integer> byZone) {
    public Crowd {
      byZone = Map.copyOf(byZone);
    }

    int in(@Nullable String zone) {
      return zone == null ? people : byZone.getOrDefault(zone, 0);
    }
  }

  /**
   * Takes a violation that opened; time passes by it, too. One already counted, and one older than
   * a rule's window, changes nothing there.
   */
  public Outcome violation(Instant at, UUID violationId, String type, List<Rule> rules) {
    Outcome passed = each(rules, seeing, (_, standing) -> emptied(standing, at));
    Outcome counted = passed.next().counted(new Hit(at, violationId), type, rules);
    var changed = new ArrayList<>(passed.changed());
    changed.addAll(counted.changed());
    return new Outcome(counted.next(), List.copyOf(changed));
  }

  private Outcome counted(Hit hit, String type, List<Rule> rules) {
    return each(
        rules,
        seeing,
        (rule, standing) ->
            switch (rule.condition()) {
              case Condition.Violations(var wanted, int threshold, Duration window) ->
                  (wanted == null || wanted.equals(type)) && rule.isInForce(hit.at())
                      ? counted(standing, hit, rule, threshold, window)
                      : standing;
              case Condition.Occupancy _, Condition.Nobody _, Condition.Offline _ -> standing;
            });
  }

  /** Takes a frame: time passes, and so many people are there. */
  public Outcome frame(Instant at, Crowd crowd, List<Rule> rules) {
    return each(
        rules,
        seeing,
        (rule, standing) ->
            switch (rule.condition()) {
              case Condition.Violations _ -> emptied(standing, at);
              case Condition.Occupancy(var zone, int max, Duration holding) ->
                  held(standing, rule, crowd.in(zone) > max, at, holding, crowd.in(zone));
              case Condition.Nobody(Duration holding) ->
                  held(standing, rule, seeing && crowd.people() == 0, at, holding, 0);
              case Condition.Offline _ -> standing;
            });
  }

  /**
   * Takes the camera's word of how it is. Of a camera that does not see nobody knows whether there
   * is anyone.
   */
  public Outcome health(Instant at, boolean online, List<Rule> rules) {
    return each(
        rules,
        online,
        (rule, standing) ->
            switch (rule.condition()) {
              case Condition.Violations _ -> emptied(standing, at);
              case Condition.Offline(Duration holding) ->
                  held(standing, rule, !online, at, holding, 0);
              case Condition.Nobody(Duration holding) ->
                  online ? standing : held(standing, rule, false, at, holding, 0);
              case Condition.Occupancy(_, _, Duration holding) ->
                  online ? standing : held(standing, rule, false, at, holding, 0);
            });
  }

  private Outcome each(
      List<Rule> rules, boolean nowSeeing, BiFunction<Rule, Standing, Standing> step) {
    var next = new HashMap<>(standings);
    var changed = new ArrayList<OpenAlert>();
    var left = new HashMap<>(standings);
    for (Rule rule : rules) {
      Standing before = standings.getOrDefault(rule.id(), Standing.NEW);
      left.remove(rule.id());
      if (rule.concerns(cameraId)) {
        Standing after = step.apply(rule, before);
        after(before, after, changed);
        put(next, rule.id(), after);
      }
    }
    // A rule that is no longer in force ends what it began as it would have ended.
    left.forEach(
        (id, before) -> {
          OpenAlert open = before.open();
          Standing after = open == null ? Standing.NEW : step.apply(open.rule(), before);
          after(before, after, changed);
          OpenAlert still = after.open();
          put(next, id, still == null || still.resolvedAt() != null ? Standing.NEW : after);
        });
    return new Outcome(new CameraWatch(cameraId, nowSeeing, next), List.copyOf(changed));
  }

  private static void after(Standing before, Standing after, List<OpenAlert> changed) {
    OpenAlert now = after.open();
    OpenAlert was = before.open();
    if (now != null && !now.equals(was)) {
      changed.add(now);
    }
  }

  /** A resolved alert has been told of and is forgotten; so is a rule of which nothing is known. */
  private static void put(Map<UUID, Standing> next, UUID rule, Standing after) {
    OpenAlert open = after.open();
    Standing kept =
        open != null && open.resolvedAt() != null
            ? new Standing(after.hits(), after.since(), after.quietUntil(), null)
            : after;
    if (kept.equals(Standing.NEW)) {
      next.remove(rule);
    } else {
      next.put(rule, kept);
    }
  }

  /** An alert is resolved once its window no longer holds enough. */
  private static Standing emptied(Standing standing, Instant now) {
    OpenAlert open = standing.open();
    if (open != null
        && open.rule().condition()
            instanceof Condition.Violations(_, int threshold, Duration window)) {
      List<Hit> recent = within(standing.hits(), now, window);
      if (recent.size() < threshold) {
        return new Standing(recent, standing.since(), standing.quietUntil(), open.resolved(now));
      }
    }
    return standing;
  }

  /** A condition that holds or does not, and raises an alert once it has held long enough. */
  private Standing held(
      Standing standing, Rule rule, boolean holds, Instant at, Duration holding, int count) {
    OpenAlert open = standing.open();
    if (!holds || !rule.isInForce(at)) {
      return new Standing(
          standing.hits(), null, standing.quietUntil(), open == null ? null : open.resolved(at));
    }
    Instant since = standing.since() == null ? at : standing.since();
    var next = new Standing(standing.hits(), since, standing.quietUntil(), open);
    return !at.isBefore(since.plus(holding)) && next.mayRaise(rule, at)
        ? next.raised(
            new OpenAlert(
                Ids.alert(rule.id(), cameraId, since), rule, since, at, count, List.of(), null))
        : next;
  }

  private Standing counted(Standing standing, Hit hit, Rule rule, int threshold, Duration window) {
    if (standing.hits().stream().anyMatch(known -> known.violationId().equals(hit.violationId()))) {
      return standing;
    }
    var all = new ArrayList<>(standing.hits());
    all.add(hit);
    all.sort(Comparator.comparing(Hit::at).thenComparing(Hit::violationId));
    Instant latest = all.getLast().at();
    List<Hit> recent = within(all, latest, window);
    List<Hit> hits = recent.subList(Math.max(0, recent.size() - threshold), recent.size());
    var next = new Standing(hits, standing.since(), standing.quietUntil(), standing.open());
    if (hits.size() < threshold || !next.mayRaise(rule, latest)) {
      return next;
    }
    Instant windowStart = hits.getFirst().at();
    return next.raised(
        new OpenAlert(
            Ids.alert(rule.id(), cameraId, windowStart),
            rule,
            windowStart,
            latest,
            hits.size(),
            hits.stream().map(Hit::violationId).toList(),
            null));
  }

  private static List<Hit> within(List<Hit> hits, Instant end, Duration window) {
    Instant start = end.minus(window);
    return hits.stream().filter(hit -> hit.at().isAfter(start)).toList();
  }
}
