package io.cleansight.capture.video;

/**
 * A source that cannot be opened or read; the message never holds its address, which may hold a
 * password.
 */
public final class VideoException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean refused;

  /**
   * @param message why; without the address
   * @param refused as {@link #refused}
   */
  public VideoException(String message, boolean refused) {
    super(message);
    this.refused = refused;
  }

  /** For a stream that should not end and did. */
  public static VideoException ended() {
    return new VideoException("ended", false);
  }

  /** Whether the source refuses us (401, 403): trying again soon would only lock the account. */
  public boolean refused() {
    return refused;
  }
}
