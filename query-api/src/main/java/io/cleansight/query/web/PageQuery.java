package io.cleansight.query.web;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which part of a list is asked for.
 *
 * @param page by its number, from 1, within the first 10000 rows
 * @param pageSize rows of a page, 1 to 200
 * @param cursor the next_cursor of the page before, instead of a number
 */
@ParameterObject
public record PageQuery(
    @RequestParam(defaultValue = "1") int page,
    @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
    @RequestParam(required = false) @Nullable String cursor) {

  /** The same, checked. */
  public PageRequest request() {
    return PageRequest.of(page, pageSize, cursor);
  }
}
