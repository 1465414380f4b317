package io.cleansight.query.statistics;

import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * By what hours are added up.
 *
 * @param by hour, day, hour_of_week, shift, dated_shift or camera
 * @param camera of that camera; absent: of each
 * @param timeZone whose hours and days are meant
 * @param shifts hours at which shifts begin, up to six, separated by commas
 */
@ParameterObject
record BreakdownQuery(
    @RequestParam(defaultValue = "day") String by,
    @RequestParam(name = "camera_id", required = false) @Nullable String camera,
    @RequestParam(name = "time_zone", defaultValue = "UTC") String timeZone,
    @RequestParam(defaultValue = "6,14,22") String shifts) {
  private static final int MOST_SHIFTS = 6;

  BreakdownQuery {
    Parameters.oneOf("by", by, StatisticsReader.KEYS.keySet());
    Parameters.camera(camera);
    Parameters.timeZone(timeZone);
    String[] hours = hours(shifts);
    if (hours.length > MOST_SHIFTS
        || !Arrays.stream(hours).allMatch(hour -> hour.matches("[01]?\\d|2[0-3]"))) {
      throw new BadParameterException(
          "shifts", "1 to " + MOST_SHIFTS + " hours from 0 to 23, separated by commas");
    }
  }

  boolean isByHour() {
    return by.equals("hour");
  }

  ZoneId zone() {
    return ZoneId.of(timeZone);
  }

  /** The hours at which shifts begin, as PostgreSQL writes an array. */
  String shiftStarts() {
    return Arrays.stream(hours(shifts)).collect(Collectors.joining(",", "{", "}"));
  }

  private static String[] hours(String shifts) {
    return shifts.split(",", -1);
  }
}
