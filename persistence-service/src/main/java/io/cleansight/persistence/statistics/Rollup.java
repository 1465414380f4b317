package io.cleansight.persistence.statistics;

import java.util.List;

/** A table of sums over stretches of time. */
enum Rollup {
  HOURS("statistics_hourly", "hour_start", false),
  ZONE_HOURS("statistics_zone_hourly", "hour_start", true),
  QUARTERS("statistics_quarter_hourly", "quarter_start", false),
  ZONE_QUARTERS("statistics_zone_quarter_hourly", "quarter_start", true);

  private final String table;
  private final String time;
  private final boolean ofZones;

  Rollup(String table, String time, boolean ofZones) {
    this.table = table;
    this.time = time;
    this.ofZones = ofZones;
  }

  String table() {
    return table;
  }

  /** The column that says when a bucket begins. */
  String time() {
    return time;
  }

  boolean ofZones() {
    return ofZones;
  }

  /** The columns by which a bucket is known. */
  List<String> keys() {
    return ofZones ? List.of("camera_id", time, "zone") : List.of("camera_id", time);
  }

  List<Measure> measures() {
    return ofZones
        ? Measure.all().stream().filter(Measure.OF_ZONES::contains).toList()
        : Measure.all();
  }
}
