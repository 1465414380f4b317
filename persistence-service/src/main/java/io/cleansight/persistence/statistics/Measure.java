package io.cleansight.persistence.statistics;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a bucket of time tells: a column of {@code statistics_hourly} and {@code
 * statistics_quarter_hourly}, and of their twins for zones where zones have it too. A new one is a
 * constant here, a column of each table in a migration, and a line where it is counted.
 */
public enum Measure {
  TOTAL_FRAMES("total_frames", "bigint", Fold.SUM),
  /** People in frames: who stays is counted in every frame, see {@link #VISITS}. */
  TOTAL_PERSONS("total_persons", "bigint", Fold.SUM),
  /** Episodes of every type that opened, but for those that were decided to be false positives. */
  TOTAL_VIOLATIONS("total_violations", "bigint", Fold.SUM),
  TOTAL_HAIRNET_VIOLATIONS("total_hairnet_violations", "bigint", Fold.SUM),
  TOTAL_HANDWASH_EVENTS("total_handwash_events", "bigint", Fold.SUM),
  TOTAL_SANITIZE_EVENTS("total_sanitize_events", "bigint", Fold.SUM),
  SAVED_FRAMES("saved_frames", "bigint", Fold.SUM),
  VIOLATING_FRAMES("violating_frames", "bigint", Fold.SUM),
  /** Frames passed over as newer ones waited. */
  STALE_FRAMES("stale_frames", "bigint", Fold.SUM),
  /** Frames of a run that a later one had replaced. */
  OUTDATED_FRAMES("outdated_frames", "bigint", Fold.SUM),
  /** People who began to work where steps must be done before. */
  WORK_ENTRIES("work_entries", "bigint", Fold.SUM),
  /** Of these, those whose way to work was not seen without a gap. */
  UNKNOWN_WORK_ENTRIES("unknown_work_entries", "bigint", Fold.SUM),
  COMPLIANT_VERDICTS("compliant_verdicts", "bigint", Fold.SUM),
  VIOLATING_VERDICTS("violating_verdicts", "bigint", Fold.SUM),
  UNKNOWN_VERDICTS("unknown_verdicts", "bigint", Fold.SUM),
  FPS_SUM("fps_sum", "double precision", Fold.SUM),
  /** Seconds. */
  PROCESSING_TIME_SUM("processing_time_sum", "double precision", Fold.SUM),
  MIN_PROCESSING_TIME("min_processing_time", "double precision", Fold.LEAST),
  MAX_PROCESSING_TIME("max_processing_time", "double precision", Fold.GREATEST),
  /** People who came into the picture, each visit once, by when it began. */
  VISITS("visits", "bigint", Fold.SUM),
  /** Of these, those of whom it could be told whether the hair was covered. */
  JUDGED_VISITS("judged_visits", "bigint", Fold.SUM),
  /** Of these, those with a hairnet violation that was not decided to be a false positive. */
  VIOLATING_VISITS("violating_visits", "bigint", Fold.SUM),
  /** Seconds in which the camera delivered a picture. */
  SEEN_SECONDS("seen_seconds", "double precision", Fold.SUM);

  /** Those that are told of each zone, too. */
  static final Set<Measure> OF_ZONES =
      EnumSet.of(TOTAL_PERSONS, COMPLIANT_VERDICTS, VIOLATING_VERDICTS, UNKNOWN_VERDICTS, VISITS);

  private final String column;
  private final String type;
  private final Fold fold;

  Measure(String column, String type, Fold fold) {
    this.column = column;
    this.type = type;
    this.fold = fold;
  }

  String column() {
    return column;
  }

  String type() {
    return type;
  }

  /** The value of a bucket in which nothing was measured. */
  double none() {
    return fold == Fold.SUM ? 0 : Double.NaN;
  }

  double fold(double one, double other) {
    return switch (fold) {
      case SUM -> one + other;
      case LEAST -> Math.min(one, other);
      case GREATEST -> Math.max(one, other);
    };
  }

  /** The same fold in SQL, of a row called {@code bucket} and what is to be added. */
  String assignment() {
    String sql =
        switch (fold) {
          case SUM -> "%1$s = bucket.%1$s + EXCLUDED.%1$s";
          case LEAST -> "%1$s = LEAST(bucket.%1$s, EXCLUDED.%1$s)";
          case GREATEST -> "%1$s = GREATEST(bucket.%1$s, EXCLUDED.%1$s)";
        };
    return sql.formatted(column);
  }

  /** The same over many rows, in SQL. */
  String aggregate() {
    String sql =
        switch (fold) {
          case SUM -> "COALESCE(sum(%s), 0)";
          case LEAST -> "min(%s)";
          case GREATEST -> "max(%s)";
        };
    return sql.formatted(column);
  }

  static List<Measure> all() {
    return List.of(values());
  }

  private enum Fold {
    SUM,
    LEAST,
    GREATEST
  }
}
