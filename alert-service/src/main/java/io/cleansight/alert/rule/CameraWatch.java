package io.cleansight.alert.rule;

import io.cleansight.contracts.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of one camera: recent violations by rule, and the alerts that are open. A
 * value, fed in event time; holds no more than a rule's threshold of violations.
 */
public record CameraWatch(String cameraId, Map<UUID, Tally> tallies) {

  public CameraWatch {
    tallies = Map.copyOf(tallies);
  }

  public static CameraWatch over(String cameraId) {
    return new CameraWatch(cameraId, Map.of());
  }

  /** A violation that counts. */
  public record Hit(Instant at, UUID violationId) {}

  /**
   * An alert as long as it is open.
   *
   * @param resolvedAt null while it is
   */
  public record OpenAlert(
      UUID id,
      Rule rule,
      Instant windowStart,
      Instant raisedAt,
      List<UUID> violationIds,
      @Nullable Instant resolvedAt) {
    public OpenAlert {
      violationIds = List.copyOf(violationIds);
    }

    OpenAlert resolved(Instant at) {
      return new OpenAlert(id, rule, windowStart, raisedAt, violationIds, at);
    }
  }

  /** One rule's recent violations, oldest first. */
  public record Tally(List<Hit> hits, @Nullable OpenAlert open) {
    public Tally {
      hits = List.copyOf(hits);
    }
  }

  /** The next state and what changed. */
  public record Outcome(CameraWatch next, List<OpenAlert> changed) {}

  /**
   * Takes a violation that opened. One already counted, and one older than a rule's window, changes
   * nothing there.
   */
  public Outcome violation(Instant at, UUID violationId, String type, List<Rule> rules) {
    var next = new HashMap<>(tallies);
    var changed = new ArrayList<OpenAlert>();
    for (var rule : rules) {
      if (rule.concerns(cameraId, type)) {
        Tally before = next.getOrDefault(rule.id(), new Tally(List.of(), null));
        Tally after = counted(before, new Hit(at, violationId), rule);
        OpenAlert raised = after.open();
        if (before.open() == null && raised != null) {
          changed.add(raised);
        }
        next.put(rule.id(), after);
      }
    }
    return new Outcome(new CameraWatch(cameraId, next), List.copyOf(changed));
  }

  /** Lets time pass: an alert is resolved once its window no longer holds enough. */
  public Outcome advance(Instant now) {
    var next = new HashMap<>(tallies);
    var changed = new ArrayList<OpenAlert>();
    new TreeMap<>(tallies)
        .forEach(
            (rule, tally) -> {
              OpenAlert open = tally.open();
              if (open != null
                  && within(tally.hits(), now, open.rule().window()).size()
                      < open.rule().threshold()) {
                changed.add(open.resolved(now));
                next.put(rule, new Tally(within(tally.hits(), now, open.rule().window()), null));
              }
            });
    return new Outcome(new CameraWatch(cameraId, next), List.copyOf(changed));
  }

  /** Whether passing time can change anything. */
  public boolean hasOpenAlerts() {
    return tallies.values().stream().anyMatch(tally -> tally.open() != null);
  }

  private Tally counted(Tally tally, Hit hit, Rule rule) {
    if (tally.hits().stream().anyMatch(known -> known.violationId().equals(hit.violationId()))) {
      return tally;
    }
    var all = new ArrayList<>(tally.hits());
    all.add(hit);
    all.sort(Comparator.comparing(Hit::at).thenComparing(Hit::violationId));
    List<Hit> recent = within(all, all.getLast().at(), rule.window());
    List<Hit> hits = recent.subList(Math.max(0, recent.size() - rule.threshold()), recent.size());
    OpenAlert open = tally.open();
    if (open == null && hits.size() >= rule.threshold()) {
      Instant windowStart = hits.getFirst().at();
      open =
          new OpenAlert(
              Ids.alert(rule.id(), cameraId, windowStart),
              rule,
              windowStart,
              hits.getLast().at(),
              hits.stream().map(Hit::violationId).toList(),
              null);
    }
    return new Tally(hits, open);
  }

  private static List<Hit> within(List<Hit> hits, Instant end, Duration window) {
    Instant start = end.minus(window);
    return hits.stream().filter(hit -> hit.at().isAfter(start)).toList();
  }
}
