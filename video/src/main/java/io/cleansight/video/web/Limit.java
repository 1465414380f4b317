package io.cleansight.video.web;

/** Until when something may take; from any thread. It may be put off. */
public interface Limit {
  /** Negative once it is over. */
  long nanosLeft();

  default boolean isOver() {
    return nanosLeft() < 0;
  }
}
