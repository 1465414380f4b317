package io.cleansight.video;

import io.cleansight.contracts.vocabulary.video.CameraReason;

/**
 * A source that cannot be opened or read. What people are told of it is one of a few sentences: an
 * address may hold a password, and a library's words tell whoever has not seen a network what is in
 * it.
 */
public final class VideoException extends Exception {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  /** All that can be wrong with a source. */
  public enum Fault {
    /** The same whatever is at an address that is not allowed, and if there is none. */
    NOT_ALLOWED(CameraReason.NOT_ALLOWED),
    UNREACHABLE(CameraReason.UNREACHABLE),
    UNTRUSTED(CameraReason.UNTRUSTED),
    REFUSED(CameraReason.REFUSED),
    NOT_FOUND(CameraReason.NOT_FOUND),
    UNWILLING(CameraReason.UNWILLING),
    NO_VIDEO(CameraReason.NO_VIDEO),
    FORMAT(CameraReason.FORMAT),
    NO_PICTURE(CameraReason.NO_PICTURE),
    TOO_LARGE(CameraReason.TOO_LARGE),
    UNDECODABLE(CameraReason.UNDECODABLE),
    STALLED(CameraReason.STALLED),
    BROKE_OFF(CameraReason.BROKE_OFF),
    ENDED(CameraReason.ENDED),
    DECODER_LOST(CameraReason.DECODER_LOST);

    private final CameraReason reason;

    Fault(CameraReason reason) {
      this.reason = reason;
    }

    /** As it is said of a camera. */
    public CameraReason reason() {
      return reason;
    }
  }

  public VideoException(Fault fault) {
    super(fault.reason.words());
    this.fault = fault;
  }

  /** For a stream that should not end and did. */
  public static VideoException ended() {
    return new VideoException(Fault.ENDED);
  }

  public Fault fault() {
    return fault;
  }
}
