package io.cleansight.query.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor what to ask on with; null on the last page
 */
public record Page<T extends Entry>(List<T> items, int pageSize, @Nullable String nextCursor) {

  /**
   * Cuts what was read to what was wanted.
   *
   * @param rows up to {@link PageRequest#limit} of them
   */
  public static <T extends Entry> Page<T> of(List<T> rows, PageRequest request) {
    if (rows.size() <= request.size()) {
      return new Page<>(List.copyOf(rows), request.size(), null);
    }
    List<T> items = List.copyOf(rows.subList(0, request.size()));
    T last = items.getLast();
    return new Page<>(
        items, request.size(), new Cursor(last.timestamp().toInstant(), last.id()).encode());
  }
}
