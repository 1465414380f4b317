package io.cleansight.persistence.detection;

import static io.cleansight.persistence.statistics.Measure.*;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Activity;
import io.cleansight.event.Person;
import io.cleansight.persistence.statistics.Bucket;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import java.util.Set;

/**
 * What one judged frame adds to its bucket of time, and to those of the zones that people are in.
 */
final class FrameCount {
  static final String HANDWASH = ZoneType.HANDWASH.word();
  static final String SANITIZE = ZoneType.SANITIZE.word();

  private FrameCount() {}

  static void add(Activity frame, boolean saved, RollupBatch batch) {
    Bucket bucket = Bucket.of(frame.getCameraId(), frame.getCapturedAt());
    batch.count(bucket, TOTAL_FRAMES);
    batch.add(bucket, SAVED_FRAMES, saved ? 1 : 0);
    batch.add(bucket, VIOLATING_FRAMES, frame.getHairnetViolations() > 0 ? 1 : 0);
    batch.add(bucket, FPS_SUM, frame.getFps());
    addProcessing(frame.getProcessingMicros() / 1e6, bucket, batch);
    addEvents(frame, batch);
    addWorkEntries(frame, bucket, batch);
    addVisits(frame, batch);
    batch.add(bucket, TOTAL_PERSONS, frame.getPeople().size());
    frame.getPeople().forEach(person -> addVerdict(person, bucket, batch));
  }

  private static void addProcessing(double seconds, Bucket bucket, RollupBatch batch) {
    batch.add(bucket, PROCESSING_TIME_SUM, seconds);
    batch.add(bucket, MIN_PROCESSING_TIME, seconds);
    batch.add(bucket, MAX_PROCESSING_TIME, seconds);
  }

  private static void addEvents(Activity frame, RollupBatch batch) {
    for (var event : frame.getEvents()) {
      // Where it began, as its row is; it is known when it is over.
      Bucket began = Bucket.of(frame.getCameraId(), event.getAt());
      batch.add(began, TOTAL_HANDWASH_EVENTS, event.getType().equals(HANDWASH) ? 1 : 0);
      batch.add(began, TOTAL_SANITIZE_EVENTS, event.getType().equals(SANITIZE) ? 1 : 0);
    }
  }

  private static void addVisits(Activity frame, RollupBatch batch) {
    for (var visit : frame.getVisits()) {
      // Where it began, as its row is; it is sure later.
      Bucket began = Bucket.of(frame.getCameraId(), visit.getStartedAt());
      batch.add(began, VISITS, visit.getBegun() ? 1 : 0);
      batch.add(began, JUDGED_VISITS, visit.getJudged() ? 1 : 0);
      visit.getZones().forEach(zone -> batch.count(began.in(zone), VISITS));
    }
  }

  private static void addWorkEntries(Activity frame, Bucket bucket, RollupBatch batch) {
    for (var entry : frame.getWorkEntries()) {
      batch.count(bucket, WORK_ENTRIES);
      batch.add(
          bucket, UNKNOWN_WORK_ENTRIES, ComplianceVerdict.UNKNOWN.is(entry.getVerdict()) ? 1 : 0);
    }
  }

  /** Of the camera and of each zone that the person is in. */
  private static void addVerdict(Person person, Bucket bucket, RollupBatch batch) {
    Measure verdict = verdict(person);
    batch.count(bucket, verdict);
    for (String zone : Set.copyOf(person.getZones())) {
      batch.count(bucket.in(zone), TOTAL_PERSONS);
      batch.count(bucket.in(zone), verdict);
    }
  }

  static int events(Activity frame, String type) {
    return (int) frame.getEvents().stream().filter(it -> it.getType().equals(type)).count();
  }

  private static Measure verdict(Person person) {
    return FrameJson.hairnet(person)
        .flatMap(it -> Term.find(ComplianceVerdict.class, it.getVerdict()))
        .map(
            verdict ->
                switch (verdict) {
                  case COMPLIANT -> COMPLIANT_VERDICTS;
                  case VIOLATING -> VIOLATING_VERDICTS;
                  case UNKNOWN -> UNKNOWN_VERDICTS;
                })
        .orElse(UNKNOWN_VERDICTS);
  }
}
