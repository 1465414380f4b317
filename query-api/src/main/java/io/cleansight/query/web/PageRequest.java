package io.cleansight.query.web;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted: what follows a cursor, or for small offsets a page by number.
 *
 * @param size rows wanted
 * @param offset rows passed over; 0 with a cursor
 */
public record PageRequest(int size, int offset, @Nullable Cursor after) {
  private static final int LARGEST_PAGE = 200;
  private static final int FURTHEST_OFFSET = 10_000;

  /** Reads the parameters {@code page} (from 1), {@code page_size} and {@code cursor}. */
  public static PageRequest of(int page, int size, @Nullable String cursor) {
    if (size < 1 || size > LARGEST_PAGE) {
      throw new BadParameterException("page_size", "1 to " + LARGEST_PAGE);
    }
    if (page < 1 || (long) (page - 1) * size > FURTHEST_OFFSET) {
      throw new BadParameterException(
          "page", "1 or more and within the first " + FURTHEST_OFFSET + " rows; go on with cursor");
    }
    if (cursor != null && page != 1) {
      throw new BadParameterException("page", "absent where cursor is given");
    }
    return new PageRequest(size, (page - 1) * size, cursor == null ? null : Cursor.decode(cursor));
  }

  /** One more than wanted: whether there is a next page shows without counting. */
  public int limit() {
    return size + 1;
  }
}
