package io.cleansight.query.export;

import java.time.OffsetDateTime;

/**
 * What can be exported: its columns as users know them, and by which time it is ordered.
 *
 * @param select everything before WHERE
 * @param time column of a time, by which rows are ordered
 * @param key column that tells rows of one time apart, and orders them
 */
record Table(String name, String select, String time, String key) {

  /**
   * A row's place in the order.
   *
   * @param key as the driver gives it
   */
  record Place(OffsetDateTime time, Object key) {}
}
