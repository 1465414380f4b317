package io.cleansight.persistence.statistics;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An hour as it was summed up, and what a recount of its records and violations comes to.
 *
 * @param hasRecords whether all records of that hour are still there; otherwise frames are not
 *     compared
 * @param hasViolations the same of violations
 * @param hasVisits the same of visits
 */
record Recount(
    String cameraId,
    OffsetDateTime hourStart,
    long savedFrames,
    long violatingFrames,
    long totalViolations,
    long totalHairnetViolations,
    long totalFrames,
    boolean hasRecords,
    boolean hasViolations,
    long frames,
    long violating,
    long episodes,
    long hairnets,
    long visits,
    long judgedVisits,
    long violatingVisits,
    boolean hasVisits,
    long visitors,
    long judged,
    long charged) {

  /** What does not agree, in words. */
  List<String> differences() {
    var found = new ArrayList<String>();
    if (hasViolations) {
      compare(found, "total_violations", totalViolations, episodes);
      compare(found, "total_hairnet_violations", totalHairnetViolations, hairnets);
      compare(found, "violating_visits", violatingVisits, charged);
    }
    if (hasVisits) {
      compare(found, "visits", visits, visitors);
      compare(found, "judged_visits", judgedVisits, judged);
    }
    if (hasRecords) {
      compare(found, "saved_frames", savedFrames, frames);
      if (violating > violatingFrames) {
        compare(found, "violating_frames", violatingFrames, violating);
      }
    }
    if (savedFrames > totalFrames) {
      compare(found, "total_frames", totalFrames, savedFrames);
    }
    return found;
  }

  private void compare(List<String> found, String what, long said, long counted) {
    if (said != counted) {
      found.add(
          "%s of %s in the hour from %s is %d, a recount says %d"
              .formatted(what, cameraId, hourStart.toInstant(), said, counted));
    }
  }
}
