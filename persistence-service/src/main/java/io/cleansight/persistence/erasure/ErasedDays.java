package io.cleansight.persistence.erasure;

import java.time.Instant;
import java.util.UUID;

/** The archive of records, where there is one. */
public interface ErasedDays {
  /**
   * Takes what an erasure covers out of every archived day; says how many records that were. Within
   * a transaction that may take long; what was done is done, should that not commit.
   */
  long erase(UUID erasure, Instant from, Instant to);
}
