package io.cleansight.rehearsal;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.event.Review;
import io.cleansight.messaging.read.TopicReplay;
import io.cleansight.rule.AlertDecision;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.Evaluator;
import io.cleansight.rule.GroupAlertState;
import io.cleansight.rule.Groups;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tries a rule on the kept history: which alerts would it have raised? By the very engine that
 * evaluates it live, with silences and maintenance windows as they are set; nothing is written and
 * nobody is told.
 */
@NotThreadSafe
public final class Rehearsal {
  /** More are counted and not shown. */
  public static final int MOST_SHOWN = 1000;

  private final Rule rule;
  private final Site site;
  private final Period period;
  private final Map<Integer, Evaluator> partitions = new TreeMap<>();
  private final Map<UUID, Raised> alerts = new LinkedHashMap<>();
  private final List<Word> words = new ArrayList<>();
  private Instant latest = Instant.EPOCH;
  private long events;
  private long raised;

  /** What a camera, or a person, says to a group. */
  private record Word(
      Instant at, String camera, OpenAlert.@Nullable Change change, @Nullable Review decision) {}

  /**
   * An alert that would have been.
   *
   * @param cameraId of a grouped alert the first of {@code members}
   * @param resolvedAt null: it would still be open
   * @param messageCode the code of what the message says after the camera
   * @param messageParameters what it says, by name
   * @param silenced a silence covers it: people would have been told after the silence, if at all
   */
  public record Raised(
      UUID id,
      String cameraId,
      List<String> members,
      Instant raisedAt,
      @Nullable Instant resolvedAt,
      int count,
      String message,
      String messageCode,
      Map<String, String> messageParameters,
      boolean silenced) {
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

  /**
   * @param site how it is set, with that rule among its rules
   */
  public Rehearsal(Rule rule, Site site, Period period) {
    this.rule = rule;
    this.site = site;
    this.period = period;
  }

  /**
   * Reads and tries.
   *
   * @param consumer without a group; the caller closes it
   * @param patience how long it may take
   */
  public static Result of(
      Rule rule,
      Site site,
      Consumer<String, Decoded<SpecificRecord>> consumer,
      Period period,
      Duration patience) {
    var rehearsal = new Rehearsal(rule, site, period);
    var topics = new HashSet<>(rule.condition().reads());
    topics.add(Topics.REVIEWS);
    boolean complete =
        new TopicReplay(consumer)
            .readEvents(topics, period.from(), period.to(), patience, rehearsal::take);
    // Where no frames are read, time passes by itself.
    return rehearsal.end(complete, !topics.contains(Topics.ACTIVITY));
  }

  private void take(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    if (record.key() != null
        && record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
      take(record.partition(), record.key(), event, Instant.ofEpochMilli(record.timestamp()));
    }
  }

  /** Takes a record; those of one partition in the order in which they are read. */
  public void take(int partition, String camera, SpecificRecord event, Instant appended) {
    events++;
    latest = appended.isAfter(latest) ? appended : latest;
    partitions
        .computeIfAbsent(partition, _ -> new Partition().evaluator)
        .take(camera, event, appended);
  }

  /**
   * What came of it.
   *
   * @param complete whether everything was read
   * @param passes whether everything up to the end of the period counts as seen, of every camera
   */
  public Result end(boolean complete, boolean passes) {
    Instant end = latest.isAfter(period.to()) ? latest : period.to();
    for (Evaluator it : partitions.values()) {
      it.advance(end);
      if (passes) {
        it.seenAll(period.to());
      }
    }
    if (rule.isGrouped()) {
      group(end);
    }
    List<Raised> shown =
        alerts.values().stream().sorted(Comparator.comparing(Raised::raisedAt)).toList();
    return new Result(shown, raised, events, complete);
  }

  /** In the order in which one task would have heard it. */
  private void group(Instant end) {
    var groups = new Groups(() -> site, new Gathered());
    words.sort(Comparator.comparing(Word::at));
    for (Word word : words) {
      OpenAlert.Change change = word.change();
      if (change != null) {
        OpenAlert alert = change.alert();
        groups.member(
            new Groups.Member(
                rule.id(),
                word.camera(),
                change.state().word(),
                alert.raisedAt(),
                alert.resolvedAt()),
            word.at());
      } else if (word.decision() != null) {
        groups.decided(AlertDecision.of(word.decision()), word.at());
      }
    }
    groups.advance(end);
  }

  private void note(String camera, List<String> cameras, OpenAlert.Change change) {
    OpenAlert alert = change.alert();
    Raised before = alerts.get(alert.id());
    if (before != null || (change.state() == AlertState.RAISED && counts(alert))) {
      alerts.put(alert.id(), shown(camera, cameras, alert, before));
    }
  }

  /** Whether one that was raised just now is to be shown; counts it if it was asked about. */
  private boolean counts(OpenAlert alert) {
    if (!alert.raisedAt().isBefore(period.to())) {
      return false;
    }
    raised++;
    return alerts.size() < MOST_SHOWN;
  }

  private Raised shown(
      String camera, List<String> cameras, OpenAlert alert, @Nullable Raised before) {
    Instant resolved = alert.resolvedAt();
    Statement said = alert.statement();
    String where = cameras.size() > 1 ? cameras.size() + " cameras" : camera;
    return new Raised(
        alert.id(),
        camera,
        cameras.isEmpty() && before != null ? before.members() : cameras,
        alert.raisedAt(),
        resolved == null || resolved.isBefore(period.to()) ? resolved : null,
        alert.count(),
        before == null ? alert.message(where) : before.message(),
        before == null ? said.code() : before.messageCode(),
        before == null ? said.parameters() : before.messageParameters(),
        before == null ? alert.handling().silence() != null : before.silenced());
  }

  private final class Gathered implements Groups.Out {
    @Override
    public void changed(String camera, List<String> members, OpenAlert.Change change) {
      note(camera, members, change);
    }

    @Override
    public void keep(UUID group, GroupAlertState alertState) {} // not longer than this rehearsal
  }

  private final class Partition implements Evaluator.Out {
    final Evaluator evaluator = new Evaluator(() -> site, this);

    @Override
    public void changed(String camera, OpenAlert.Change change) {
      if (rule.isGrouped()) {
        words.add(new Word(evaluator.now(), camera, change, null));
      } else {
        note(camera, List.of(camera), change);
      }
    }

    @Override
    public void undecided(Review review) {
      words.add(new Word(evaluator.now(), review.getCameraId(), null, review));
    }

    @Override
    public void keep(CameraAlertState alertState) {} // not longer than this rehearsal

    @Override
    public void heard(String camera, @Nullable Instant at) {}

    @Override
    public void reached(String camera, @Nullable Instant at) {}
  }
}
