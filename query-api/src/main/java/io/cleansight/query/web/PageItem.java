package io.cleansight.query.web;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A row of a list that is ordered by time, newest first, and among equals by id. */
public interface PageItem {
  UUID id();

  OffsetDateTime timestamp();
}
