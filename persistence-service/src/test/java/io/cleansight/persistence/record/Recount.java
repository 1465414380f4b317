package io.cleansight.persistence.record;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Activity;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the database must say, counted anew from the topics by a slow and obvious hand that shares
 * no line with the service.
 */
final class Recount {
  private static final int SMART_SAMPLE = 300;

  /**
   * Camera and hour → frames, persons, washes, violating frames, saved, violations, seconds,
   * unknown verdicts, visits, judged, violating ones.
   */
  final SortedMap<String, double[]> hours = new TreeMap<>();

  /** The same of quarters of hours. */
  final SortedMap<String, double[]> quarters = new TreeMap<>();

  /** Camera, kind of zone and hour → persons. */
  final SortedMap<String, double[]> zoneHours = new TreeMap<>();

  /** The same of quarters of hours. */
  final SortedMap<String, double[]> zoneQuarters = new TreeMap<>();

  final SortedSet<String> savedFrames = new TreeSet<>();

  /** Violations with the moment they closed. */
  final SortedSet<String> violations = new TreeSet<>();

  private final SortedSet<UUID> opened = new TreeSet<>();
  private final SortedSet<UUID> charged = new TreeSet<>();

  static Recount of(String bootstrapServers) {
    var recount = new Recount();
    read(
        bootstrapServers,
        Topics.ACTIVITY,
        event -> {
          if (event instanceof Activity frame) {
            recount.count(frame);
          }
        });
    read(
        bootstrapServers,
        Topics.VIOLATIONS,
        event -> {
          if (event instanceof Violation violation) {
            recount.count(violation);
          }
        });
    return recount;
  }

  private void count(Activity frame) {
    String camera = frame.getCameraId();
    Instant at = frame.getCapturedAt();
    boolean saved = frame.getHairnetViolations() > 0 || frame.getSequence() % SMART_SAMPLE == 0;
    add(camera, at, 0, 1);
    add(camera, at, 1, frame.getPeople().size());
    for (HygieneEvent event : frame.getEvents()) {
      add(camera, event.getAt(), 2, event.getType().equals("handwash") ? 1 : 0);
    }
    frame
        .getVisits()
        .forEach(
            visit -> {
              add(camera, visit.getStartedAt(), 8, visit.getBegun() ? 1 : 0);
              add(camera, visit.getStartedAt(), 9, visit.getJudged() ? 1 : 0);
            });
    add(camera, at, 3, frame.getHairnetViolations() > 0 ? 1 : 0);
    add(camera, at, 4, saved ? 1 : 0);
    add(camera, at, 6, frame.getProcessingMicros() / 1e6);
    for (Person person : frame.getPeople()) {
      boolean unknown = person.getVerdicts().getFirst().getVerdict().equals("unknown");
      add(camera, at, 7, unknown ? 1 : 0);
      for (String zone : person.getZones()) {
        addInto(zoneHours, camera + " " + zone, hourOf(at), 0, 1);
        addInto(zoneQuarters, camera + " " + zone, quarterOf(at), 0, 1);
      }
    }
    if (saved) {
      savedFrames.add(frame.getFrameId().toString());
    }
  }

  private void count(Violation violation) {
    if (opened.add(violation.getViolationId())) {
      add(violation.getCameraId(), violation.getOpenedAt(), 5, 1);
    }
    if (violation.getType().equals("no_hairnet") && charged.add(violation.getVisitId())) {
      add(violation.getCameraId(), violation.getVisitStartedAt(), 10, 1);
    }
    if (violation.getClosedAt() != null) {
      violations.add(violation.getViolationId() + " until " + violation.getClosedAt());
    }
  }

  private void add(String camera, Instant at, int column, double value) {
    addInto(hours, camera, hourOf(at), column, value);
    addInto(quarters, camera, quarterOf(at), column, value);
  }

  private static void addInto(
      SortedMap<String, double[]> sums, String of, Instant start, int column, double value) {
    sums.computeIfAbsent(of + " " + start, _ -> new double[11])[column] += value;
  }

  private static Instant hourOf(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }

  private static Instant quarterOf(Instant at) {
    OffsetDateTime time = at.atOffset(UTC).truncatedTo(ChronoUnit.MINUTES);
    return time.withMinute(time.getMinute() / 15 * 15).toInstant();
  }

  /** Gives every event of a topic, in the order of its partitions. */
  static void read(String bootstrapServers, String topic, Consumer<SpecificRecord> each) {
    for (var record : TestTopics.committed(bootstrapServers, topic, new EventDeserializer())) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
        each.accept(event);
      }
    }
  }
}
