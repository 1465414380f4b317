package io.cleansight.video.clip;

/** No clip can be made of that. */
public final class ClipException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean unreadable;

  private ClipException(String message, boolean unreadable) {
    super(message);
    this.unreadable = unreadable;
  }

  /** The fragments are no video that can be read; they will be none the next time. */
  static ClipException unreadable() {
    return new ClipException("the fragments cannot be read", true);
  }

  /** The process that makes it died, or took too long; it may be tried again. */
  static ClipException lost(String why) {
    return new ClipException("the process that makes the clip " + why, false);
  }

  /** Whether another attempt would end alike. */
  public boolean isFinal() {
    return unreadable;
  }
}
