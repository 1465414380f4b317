package io.cleansight.persistence.detection;

import static io.cleansight.persistence.statistics.Measure.*;

import io.cleansight.contracts.Words;
import io.cleansight.event.Activity;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import io.cleansight.persistence.statistics.Hour;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.Tally;

/** What one judged frame adds to its hour, and to those of the zones that people are in. */
final class FrameCount {
  static final String HANDWASH = "handwash";
  static final String SANITIZE = "sanitize";

  private FrameCount() {}

  static void add(Activity frame, boolean saved, Tally tally) {
    Hour hour = Hour.of(frame.getCameraId(), frame.getCapturedAt());
    double seconds = frame.getProcessingMicros() / 1e6;
    tally.count(hour, TOTAL_FRAMES);
    tally.add(hour, TOTAL_PERSONS, frame.getPeople().size());
    for (var event : frame.getEvents()) {
      // In the hour in which it began, as its row is: told of when it is over.
      Hour began = Hour.of(frame.getCameraId(), event.getAt());
      tally.add(began, TOTAL_HANDWASH_EVENTS, event.getType().equals(HANDWASH) ? 1 : 0);
      tally.add(began, TOTAL_SANITIZE_EVENTS, event.getType().equals(SANITIZE) ? 1 : 0);
    }
    for (var entry : frame.getWorkEntries()) {
      tally.count(hour, WORK_ENTRIES);
      tally.add(hour, UNKNOWN_WORK_ENTRIES, entry.getVerdict().equals(Words.UNKNOWN) ? 1 : 0);
    }
    tally.add(hour, SAVED_FRAMES, saved ? 1 : 0);
    tally.add(hour, VIOLATING_FRAMES, frame.getHairnetViolations() > 0 ? 1 : 0);
    tally.add(hour, FPS_SUM, frame.getFps());
    tally.add(hour, PROCESSING_TIME_SUM, seconds);
    tally.add(hour, MIN_PROCESSING_TIME, seconds);
    tally.add(hour, MAX_PROCESSING_TIME, seconds);
    for (Person person : frame.getPeople()) {
      Measure verdict = verdict(person);
      tally.count(hour, verdict);
      person.getZones().stream()
          .distinct()
          .map(hour::in)
          .forEach(
              zone -> {
                tally.count(zone, TOTAL_PERSONS);
                tally.count(zone, verdict);
              });
    }
  }

  static int events(Activity frame, String type) {
    return (int) frame.getEvents().stream().filter(it -> it.getType().equals(type)).count();
  }

  private static Measure verdict(Person person) {
    return FrameJson.hairnet(person)
        .map(Verdict::getVerdict)
        .map(
            verdict ->
                switch (verdict) {
                  case "compliant" -> COMPLIANT_VERDICTS;
                  case "violating" -> VIOLATING_VERDICTS;
                  default -> UNKNOWN_VERDICTS;
                })
        .orElse(UNKNOWN_VERDICTS);
  }
}
