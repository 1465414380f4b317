package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.AlertState;
import java.util.Map;
import java.util.Set;

/**
 * Where an alert is in its life, and so which changes may come next and where they lead. An empty
 * cell is a change that cannot happen there.
 *
 * <table>
 * <caption>Stage by stage</caption>
 * <tr><th>at<th>raised<th>updated<th>unsilenced<th>acknowledged<th>escalated<th>resolved
 * <tr><td>NEW<td>OPEN or SILENCED<td><td><td><td><td>
 * <tr><td>SILENCED<td><td>SILENCED<td>OPEN<td>SILENCED_ACKNOWLEDGED<td><td>RESOLVED
 * <tr><td>SILENCED_ACKNOWLEDGED<td><td>SILENCED_ACKNOWLEDGED<td>ACKNOWLEDGED
 *     <td>SILENCED_ACKNOWLEDGED<td><td>RESOLVED
 * <tr><td>OPEN<td><td>OPEN<td><td>ACKNOWLEDGED<td>ESCALATED<td>RESOLVED
 * <tr><td>ESCALATED<td><td>ESCALATED<td><td>ACKNOWLEDGED<td><td>RESOLVED
 * <tr><td>ACKNOWLEDGED<td><td>ACKNOWLEDGED<td><td>ACKNOWLEDGED<td><td>RESOLVED
 * <tr><td>RESOLVED<td><td><td><td><td><td>
 * </table>
 */
public enum AlertStage {
  NEW,
  /** People know nothing of it yet, unless they look. */
  SILENCED,
  /** Somebody looked. */
  SILENCED_ACKNOWLEDGED,
  OPEN,
  /** Nobody acknowledged it in time. */
  ESCALATED,
  ACKNOWLEDGED,
  RESOLVED;

  private static final Map<AlertStage, Map<AlertState, Set<AlertStage>>> NEXT =
      Map.of(
          NEW,
          Map.of(AlertState.RAISED, Set.of(OPEN, SILENCED)),
          SILENCED,
          Map.of(
              AlertState.UPDATED, Set.of(SILENCED),
              AlertState.UNSILENCED, Set.of(OPEN),
              AlertState.ACKNOWLEDGED, Set.of(SILENCED_ACKNOWLEDGED),
              AlertState.RESOLVED, Set.of(RESOLVED)),
          SILENCED_ACKNOWLEDGED,
          Map.of(
              AlertState.UPDATED, Set.of(SILENCED_ACKNOWLEDGED),
              AlertState.UNSILENCED, Set.of(ACKNOWLEDGED),
              AlertState.ACKNOWLEDGED, Set.of(SILENCED_ACKNOWLEDGED),
              AlertState.RESOLVED, Set.of(RESOLVED)),
          OPEN,
          Map.of(
              AlertState.UPDATED, Set.of(OPEN),
              AlertState.ACKNOWLEDGED, Set.of(ACKNOWLEDGED),
              AlertState.ESCALATED, Set.of(ESCALATED),
              AlertState.RESOLVED, Set.of(RESOLVED)),
          ESCALATED,
          Map.of(
              AlertState.UPDATED, Set.of(ESCALATED),
              AlertState.ACKNOWLEDGED, Set.of(ACKNOWLEDGED),
              AlertState.RESOLVED, Set.of(RESOLVED)),
          ACKNOWLEDGED,
          Map.of(
              AlertState.UPDATED, Set.of(ACKNOWLEDGED),
              AlertState.ACKNOWLEDGED, Set.of(ACKNOWLEDGED),
              AlertState.RESOLVED, Set.of(RESOLVED)),
          RESOLVED,
          Map.of());

  /** Of an alert that was raised. */
  static AlertStage of(OpenAlert alert) {
    OpenAlert.Handling handling = alert.handling();
    if (alert.resolvedAt() != null) {
      return RESOLVED;
    }
    if (handling.silence() != null) {
      return handling.acknowledged() ? SILENCED_ACKNOWLEDGED : SILENCED;
    }
    if (handling.acknowledged()) {
      return ACKNOWLEDGED;
    }
    return handling.escalated() ? ESCALATED : OPEN;
  }

  /** Where that change may lead from here; empty if it cannot happen here. */
  Set<AlertStage> after(AlertState change) {
    return NEXT.getOrDefault(this, Map.of()).getOrDefault(change, Set.of());
  }
}
