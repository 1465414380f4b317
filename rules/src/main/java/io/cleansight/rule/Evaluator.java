package io.cleansight.rule;

import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Activity;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Review;
import io.cleansight.rule.condition.CameraVisibility;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the rules over the cameras of one partition: records in, in the order of the partition,
 * and time in between. What time alone does is dated by when it was due and not by when it was
 * noticed: however often {@link #advance} is called, the alerts are the same. Knows no clock but
 * the broker's.
 */
@NotThreadSafe
public final class Evaluator {
  /** Three heartbeats: a live camera that says nothing for so long is away. */
  static final Duration SILENT = Duration.ofSeconds(15);

  /** A camera that says nothing counts as if it said so this often. */
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Supplier<Site> sites;
  private final Out out;
  private final Map<String, Known> cameras = new HashMap<>();
  private final Timers<String> timers = new Timers<>();
  private Site site = Site.EMPTY;

  /** What comes of it. */
  public interface Out {
    /** An alert of a camera is to be told; of a rule that groups, a member's. */
    void changed(String camera, OpenAlert.Change change);

    /** A decision was made about an alert that is open at no camera, and may be of a group. */
    void undecided(Review review);

    /**
     * A camera's state is another; a {@link CameraAlertState#isBlank blank} one need not be kept.
     */
    void keep(CameraAlertState alertState);

    /**
     * A live camera was heard of; null: it is no longer waited for.
     *
     * @param at from when on its silence counts
     */
    void heard(String camera, @Nullable Instant at);

    /**
     * A camera's own time has come so far; null: the camera is gone. With every frame: whoever
     * keeps it need not do so before it commits.
     */
    void reached(String camera, @Nullable Instant at);
  }

  /** A camera as it is known here. */
  private static final class Known {
    CameraAlertState alertState;
    @Nullable Instant heard;

    /** The latest frame, as it may have come before a violation older than it. */
    Instant frame = Instant.MIN;

    Instant keptFrame = Instant.MIN;

    Known(CameraAlertState alertState) {
      this.alertState = alertState;
    }
  }

  /**
   * @param sites how the site is set now; another object whenever anything is set otherwise
   */
  public Evaluator(Supplier<Site> sites, Out out) {
    this.sites = sites;
    this.out = out;
  }

  /** Takes over a state that was kept. */
  public void restore(CameraAlertState alertState) {
    Known known = known(alertState.cameraId());
    known.alertState = alertState;
    for (RuleState ruleState : alertState.ruleStates().values()) {
      OpenAlert open = ruleState.open();
      if (open != null) {
        timers.reach(open.handling().knownSince());
      }
    }
    schedule(alertState.cameraId(), known);
  }

  /** Takes over when a live camera was heard of. */
  public void restore(String camera, Instant heard) {
    Known known = known(camera);
    known.heard = heard;
    timers.reach(heard);
    schedule(camera, known);
  }

  /** Takes over how far a camera's own time has come. */
  public void restoreReached(String camera, Instant at) {
    Known known = known(camera);
    known.frame = at;
    known.keptFrame = at;
  }

  /**
   * Takes a record.
   *
   * @param appended when the broker had it
   */
  public void take(String camera, SpecificRecord event, Instant appended) {
    advance(appended);
    Known known = known(camera);
    notice(camera, known, event, appended);
    known
        .alertState
        .event(event, appended, now(), site)
        .ifPresent(
            outcome -> {
              if (event instanceof CameraHealth health) {
                known.frame = later(known.frame, EventTime.of(health.getAt(), appended));
              }
              keep(camera, known, outcome);
            });
  }

  /** What a record says beside what the rules make of it. */
  private void notice(String camera, Known known, SpecificRecord event, Instant appended) {
    switch (event) {
      case Review it when it.getTarget().equals("alert") -> decided(camera, known, it);
      case CameraHealth it when SourceKind.LIVE.is(it.getSourceKind()) -> {
        Instant before = known.heard;
        hear(camera, known, before == null ? appended : later(before, appended));
      }
      case Activity it when it.getUntimely() == null ->
          known.frame = later(known.frame, EventTime.of(it.getCapturedAt(), appended));
      default -> {}
    }
  }

  /** Does what is due by then. */
  public void advance(Instant to) {
    noticeSettings();
    timers.advance(
        to,
        camera -> {
          Known known = known(camera);
          pass(camera, known);
          schedule(camera, known);
        });
  }

  /** The broker's time as far as it is known here; what is told now happens then. */
  public Instant now() {
    return timers.now();
  }

  /** Everything of every camera up to {@code at} has been seen. */
  public void seenAll(Instant at) {
    for (var entry : List.copyOf(cameras.entrySet())) {
      Known known = entry.getValue();
      keep(entry.getKey(), known, known.alertState.passed(at, now(), site));
    }
  }

  private void noticeSettings() {
    Site next = sites.get();
    if (next == site) {
      return;
    }
    Site before = site;
    site = next;
    for (var entry : List.copyOf(cameras.entrySet())) {
      noticeSettings(entry.getKey(), entry.getValue(), before);
    }
  }

  private void noticeSettings(String camera, Known known, Site before) {
    if (site.isGone(camera) && before != Site.EMPTY && !before.isGone(camera)) {
      forget(camera, known);
    } else {
      schedule(camera, known);
    }
  }

  private void decided(String camera, Known known, Review review) {
    CameraAlertState.Transition outcome = known.alertState.decided(AlertDecision.of(review));
    keep(camera, known, outcome);
    if (outcome.changes().isEmpty()) {
      out.undecided(review);
    }
  }

  private void pass(String camera, Known known) {
    settle(camera, known);
    Instant heard = known.heard;
    if (heard != null && !heard.plus(SILENT).isAfter(now())) {
      if (site.isGone(camera)) {
        forget(camera, known);
        return;
      }
      silent(camera, known, heard);
    }
    keep(camera, known, known.alertState.aged(now(), site));
  }

  private void settle(String camera, Known known) {
    CameraAlertState.Settling settling = known.alertState.settling();
    if (settling != null && !settling.due().isAfter(now())) {
      keep(camera, known, known.alertState.passed(settling.until(), now(), site));
    }
  }

  private void silent(String camera, Known known, Instant heard) {
    Instant at = heard.plus(SILENT);
    hear(camera, known, heard.plus(HEARTBEAT));
    known.frame = later(known.frame, at);
    keep(camera, known, known.alertState.health(at, CameraVisibility.AWAY, now(), site));
  }

  private void forget(String camera, Known known) {
    hear(camera, known, null);
    keep(camera, known, known.alertState.gone(now()));
    out.reached(camera, null);
    cameras.remove(camera);
    timers.set(camera, null);
  }

  private void hear(String camera, Known known, @Nullable Instant at) {
    known.heard = at;
    out.heard(camera, at);
  }

  private void keep(String camera, Known known, CameraAlertState.Transition outcome) {
    if (!known.frame.equals(known.keptFrame)) {
      known.keptFrame = known.frame;
      out.reached(camera, known.frame);
    }
    CameraAlertState next = outcome.next().seen(known.frame, now());
    if (!next.equals(known.alertState)) {
      known.alertState = next;
      out.keep(next);
    }
    schedule(camera, known);
    outcome.changes().forEach(change -> out.changed(camera, change));
  }

  private void schedule(String camera, Known known) {
    Instant silent = known.heard == null ? null : known.heard.plus(SILENT);
    Instant due = known.alertState.due(now(), site).orElse(null);
    timers.set(camera, due == null || (silent != null && silent.isBefore(due)) ? silent : due);
  }

  private Known known(String camera) {
    return cameras.computeIfAbsent(camera, it -> new Known(CameraAlertState.over(it)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
