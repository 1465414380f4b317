package io.cleansight.messaging.log;

import org.slf4j.MDC;

/**
 * Names of what a line of the log is about: fields of their own where lines are JSON, while the
 * text reads as before. Ids and places alone, never contents: no addresses, no secrets.
 */
public final class LogKeys {
  public static final String CAMERA = "camera_id";
  public static final String FRAME = "frame_id";
  public static final String VIOLATION = "violation_id";
  public static final String ALERT = "alert_id";

  /** Of the trace that the line is a part of, where that is recorded. */
  public static final String TRACE = "trace_id";

  public static final String SPAN = "span_id";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";

  private LogKeys() {}

  /** All that this thread logs is about that, until it is closed. */
  public static MDC.MDCCloseable about(String key, Object value) {
    return MDC.putCloseable(key, value.toString());
  }
}
