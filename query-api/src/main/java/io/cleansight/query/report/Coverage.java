package io.cleansight.query.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a time live cameras delivered a picture, and when they did not. It is known by
 * quarters of hours.
 *
 * @param rate of the time in which a picture was expected; null: none was
 * @param gaps by camera, the longest first
 */
record Coverage(@Nullable Double rate, List<CameraGap> gaps) {
  private static final long QUARTER_SECONDS = 900;

  /** What lacks of a quarter may be the change of a connection. */
  private static final double GAP_SECONDS = 60;

  /**
   * A camera of which pictures are expected.
   *
   * @param since it is known
   */
  record Expected(String cameraId, Instant since) {}

  /** For how long a camera delivered a picture in the quarter of an hour that begins then. */
  record Seen(String cameraId, Instant quarterStart, double seconds) {}

  /**
   * A time in which a picture was missing.
   *
   * @param from when the quarter of an hour began in which it was missing first
   * @param to when that ended in which it was missing last
   * @param minutes that it was missing in all
   */
  record Gap(Instant from, Instant to, long minutes) {}

  /**
   * When a camera's picture was missing.
   *
   * @param minutes in all
   * @param spans oldest first
   */
  record CameraGap(String cameraId, long minutes, List<Gap> spans) {}

  /**
   * Of the quarters between those instants.
   *
   * @param seen of quarters that are not there nothing was seen
   */
  static Coverage of(List<Expected> cameras, List<Seen> seen, Instant from, Instant to) {
    var quarters = new HashMap<String, Map<Instant, Double>>();
    seen.forEach(
        it ->
            quarters
                .computeIfAbsent(it.cameraId(), _ -> new HashMap<>())
                .put(it.quarterStart(), it.seconds()));
    var total = new Total();
    var gaps = new ArrayList<CameraGap>();
    for (Expected it : cameras) {
      Instant first = it.since().isAfter(from) ? nextQuarter(it.since()) : from;
      List<Gap> spans = total.of(quarters.getOrDefault(it.cameraId(), Map.of()), first, to);
      if (!spans.isEmpty()) {
        long minutes = spans.stream().mapToLong(Gap::minutes).sum();
        gaps.add(new CameraGap(it.cameraId(), minutes, spans));
      }
    }
    gaps.sort(
        Comparator.comparingLong(CameraGap::minutes).reversed().thenComparing(CameraGap::cameraId));
    return new Coverage(total.rate(), List.copyOf(gaps));
  }

  /** The first beginning of a quarter that is not before. */
  static Instant nextQuarter(Instant at) {
    return quarter(at.plusSeconds(QUARTER_SECONDS).minusNanos(1));
  }

  /** The beginning of the quarter in which it lies. */
  static Instant quarter(Instant at) {
    return Instant.ofEpochSecond(
        Math.floorDiv(at.getEpochSecond(), QUARTER_SECONDS) * QUARTER_SECONDS);
  }

  /** Adds up over cameras. */
  private static final class Total {
    private double expected;
    private double missing;

    /** What one camera lacks. */
    List<Gap> of(Map<Instant, Double> seen, Instant from, Instant to) {
      var gaps = new ArrayList<Gap>();
      double lacking = 0;
      Instant began = from;
      for (Instant at = from; at.isBefore(to); at = at.plusSeconds(QUARTER_SECONDS)) {
        double lacks = Math.max(0, QUARTER_SECONDS - seen.getOrDefault(at, 0.0));
        expected += QUARTER_SECONDS;
        missing += lacks;
        if (lacks >= GAP_SECONDS) {
          began = lacking == 0 ? at : began;
          lacking += lacks;
        } else if (lacking > 0) {
          gaps.add(gap(began, at, lacking));
          lacking = 0;
        }
      }
      if (lacking > 0) {
        gaps.add(gap(began, to, lacking));
      }
      return List.copyOf(gaps);
    }

    private static Gap gap(Instant from, Instant to, double seconds) {
      return new Gap(from, to, Math.round(seconds / Duration.ofMinutes(1).toSeconds()));
    }

    @Nullable Double rate() {
      return expected == 0 ? null : 1 - missing / expected;
    }
  }
}
