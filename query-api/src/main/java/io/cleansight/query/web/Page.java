package io.cleansight.query.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor what to ask on with; null on the last page
 */
public record Page<T>(List<T> items, int pageSize, @Nullable String nextCursor) {

  /**
   * Cuts what was read to what was wanted.
   *
   * @param rows up to {@link PageRequest#limit} of them
   */
  public static <T extends PageItem> Page<T> of(List<T> rows, PageRequest request) {
    return of(rows, request, Cursor::after);
  }

  /**
   * The same of rows that have no id.
   *
   * @param after where a page ends that ends with that row
   */
  public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Cursor> after) {
    if (rows.size() <= request.size()) {
      return new Page<>(List.copyOf(rows), request.size(), null);
    }
    List<T> items = List.copyOf(rows.subList(0, request.size()));
    return new Page<>(items, request.size(), after.apply(items.getLast()).encode());
  }
}
