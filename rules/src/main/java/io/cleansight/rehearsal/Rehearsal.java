package io.cleansight.rehearsal;

import io.cleansight.contracts.Words;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.History;
import io.cleansight.rule.CameraWatch;
import io.cleansight.rule.GroupWatch;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tries a rule on the kept history: which alerts would it have raised? By the very policies that
 * evaluate it live; nothing is written and nobody is told. Silences and escalation are left out.
 * For one thread.
 */
public final class Rehearsal {
  /** More are counted and not shown. */
  public static final int MOST_SHOWN = 1000;

  private final Rule rule;
  private final Function<String, Set<String>> labels;
  private final Map<String, CameraWatch> watches = new HashMap<>();
  private final Map<UUID, Raised> alerts = new LinkedHashMap<>();
  private final List<Member> members = new ArrayList<>();
  private long events;
  private long raised;

  private record Member(Instant at, String camera, boolean joins) {}

  /**
   * An alert that would have been.
   *
   * @param cameraId of a grouped alert the first of {@code members}
   * @param resolvedAt null: it would still be open
   */
  public record Raised(
      UUID id,
      String cameraId,
      List<String> members,
      Instant raisedAt,
      @Nullable Instant resolvedAt,
      int count,
      String message) {
    public Raised {
      members = List.copyOf(members);
    }
  }

  /**
   * What came of it.
   *
   * @param alerts oldest first, {@link #MOST_SHOWN} at most
   * @param raised how many there would have been
   * @param events how many records were read
   * @param complete false if time ran out before everything was read
   */
  public record Result(List<Raised> alerts, long raised, long events, boolean complete) {
    public Result {
      alerts = List.copyOf(alerts);
    }
  }

  private Rehearsal(Rule rule, Function<String, Set<String>> labels) {
    this.rule = rule;
    this.labels = labels;
  }

  /**
   * Reads and tries.
   *
   * @param consumer without a group; the caller closes it
   * @param labels of a camera
   * @param patience how long it may take
   */
  public static Result of(
      Rule rule,
      Consumer<String, Decoded<SpecificRecord>> consumer,
      Function<String, Set<String>> labels,
      Instant from,
      Instant to,
      Duration patience) {
    var rehearsal = new Rehearsal(rule, labels);
    boolean complete =
        new History(consumer).read(rule.condition().reads(), from, to, patience, rehearsal::take);
    return rehearsal.end(to, complete);
  }

  private void take(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    events++;
    String camera = record.key();
    if (camera == null
        || !rule.concerns(camera, labels.apply(camera))
        || !(record.value() instanceof Decoded.Event<SpecificRecord>(var event))) {
      return;
    }
    CameraWatch watch = watches.computeIfAbsent(camera, CameraWatch::over);
    watch
        .event(event, Instant.ofEpochMilli(record.timestamp()), _ -> List.of(rule))
        .ifPresent(outcome -> keep(camera, outcome));
  }

  private void keep(String camera, CameraWatch.Outcome outcome) {
    watches.put(camera, outcome.next());
    for (OpenAlert.Change change : outcome.changes()) {
      if (!rule.isGrouped()) {
        note(camera, List.of(camera), change);
      } else if (change.state().equals(Words.RAISED)) {
        members.add(new Member(change.alert().raisedAt(), camera, true));
      } else if (change.alert().resolvedAt() != null) {
        members.add(new Member(change.alert().resolvedAt(), camera, false));
      }
    }
  }

  private Result end(Instant to, boolean complete) {
    watches.forEach((camera, watch) -> note(camera, watch.passed(to, List.of(rule)).changes()));
    if (rule.isGrouped()) {
      group();
    }
    List<Raised> shown =
        alerts.values().stream().sorted(Comparator.comparing(Raised::raisedAt)).toList();
    return new Result(shown, raised, events, complete);
  }

  private void note(String camera, List<OpenAlert.Change> changes) {
    if (!rule.isGrouped()) {
      changes.forEach(change -> note(camera, List.of(camera), change));
    }
  }

  /** Members are gathered in event time, as the wall clock would live. */
  private void group() {
    members.sort(Comparator.comparing(Member::at));
    GroupWatch group = GroupWatch.EMPTY;
    for (Member member : members) {
      Instant due = group.gatheringSince();
      if (due != null && !member.at().isBefore(due.plus(rule.gathering()))) {
        group = noted(group.aged(rule, member.at()));
      }
      group =
          noted(
              member.joins()
                  ? group.joined(member.camera(), member.at(), member.at())
                  : group.left(member.camera(), member.at()));
    }
    Instant due = group.gatheringSince();
    if (due != null) {
      noted(group.aged(rule, due.plus(rule.gathering())));
    }
  }

  private GroupWatch noted(GroupWatch.Outcome outcome) {
    outcome.changes().forEach(change -> note(outcome.camera(), outcome.members(), change));
    return outcome.next();
  }

  private void note(String camera, List<String> cameras, OpenAlert.Change change) {
    OpenAlert alert = change.alert();
    if (change.state().equals(Words.RAISED)) {
      raised++;
    }
    Raised before = alerts.get(alert.id());
    if (before == null && alerts.size() >= MOST_SHOWN) {
      return;
    }
    String where = cameras.size() > 1 ? cameras.size() + " cameras" : camera;
    alerts.put(
        alert.id(),
        new Raised(
            alert.id(),
            camera,
            cameras.isEmpty() && before != null ? before.members() : cameras,
            alert.raisedAt(),
            alert.resolvedAt(),
            alert.count(),
            before == null ? alert.message(where) : before.message()));
  }
}
