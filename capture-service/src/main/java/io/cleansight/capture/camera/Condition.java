package io.cleansight.capture.camera;

import org.jspecify.annotations.Nullable;

/**
 * How a camera is.
 *
 * @param reason why it is not well; never an address
 */
record Condition(String state, @Nullable String reason) {
  static final Condition STARTING = new Condition("offline", "not opened yet");
  static final Condition ONLINE = new Condition("online", null);
  static final Condition FINISHED = new Condition("finished", null);

  static Condition of(String complaint) {
    return new Condition(complaint.startsWith("stalled") ? "stalled" : "offline", complaint);
  }
}
