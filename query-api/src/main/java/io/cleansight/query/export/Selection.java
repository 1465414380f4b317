package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table are exported: those that the caller may see.
 *
 * @param camera of that camera; null: of each
 */
record Selection(Table table, Caller caller, @Nullable String camera, TimeRange range) {}
