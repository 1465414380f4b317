package io.cleansight.standalone;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Ids;
import io.cleansight.standalone.ViolationLog.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that the two default rules are to make of a camera's violations, counted by a slow and
 * obvious hand that shares no line with the service.
 */
final class OfflineAlerts {
  private OfflineAlerts() {}

  /**
   * Each as its row in the record: id, camera, raised, resolved or null, count.
   *
   * @param told the camera's violations
   * @param last when its last frame was captured
   */
  static SortedSet<String> of(String camera, List<Told> told, Instant last) {
    var rows = new TreeSet<String>();
    UUID hairnets = DefaultRules.all().getFirst().getRuleId();
    UUID hands = DefaultRules.all().getLast().getRuleId();
    rows.addAll(of(camera, times(told, "no_hairnet"), last, hairnets, 5, Duration.ofMinutes(10)));
    rows.addAll(of(camera, times(told, "no_handwash"), last, hands, 3, Duration.ofSeconds(30)));
    return rows;
  }

  private static List<Instant> times(List<Told> told, String type) {
    return told.stream()
        .filter(it -> it.type().equals(type))
        .map(Told::openedAt)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static SortedSet<String> of(
      String camera,
      List<Instant> violations,
      Instant last,
      UUID rule,
      int threshold,
      Duration window) {
    var rows = new TreeSet<String>();
    @Nullable Instant raised = null;
    Instant began = Instant.EPOCH;
    int count = 0;
    for (int i = 0; i < violations.size(); i++) {
      Instant now = violations.get(i);
      if (raised != null) {
        // The window holds too few once the oldest of the last so many has left it.
        Instant end = violations.get(i - threshold).plus(window);
        if (!now.isBefore(end)) {
          rows.add(row(rule, camera, began, raised, end, count));
          raised = null;
        } else {
          count++;
        }
      }
      boolean enough =
          i + 1 >= threshold && violations.get(i + 1 - threshold).isAfter(now.minus(window));
      if (raised == null && enough) {
        raised = now;
        began = violations.get(i + 1 - threshold);
        count = threshold;
      }
    }
    if (raised != null) {
      Instant end = violations.get(violations.size() - threshold).plus(window);
      rows.add(row(rule, camera, began, raised, last.isBefore(end) ? null : end, count));
    }
    return rows;
  }

  private static String row(
      UUID rule,
      String camera,
      Instant began,
      Instant raised,
      @Nullable Instant resolved,
      int count) {
    return "%s %s raised %s resolved %s count %d"
        .formatted(Ids.alert(rule, camera, began), camera, raised, resolved, count);
  }
}
