package io.cleansight.video;

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
    NOT_ALLOWED("cannot be opened: it has no address that is allowed"),
    UNREACHABLE("cannot be opened: nothing answers there"),
    UNTRUSTED("cannot be opened: its certificate is not trusted"),
    REFUSED("cannot be opened: user or password is wrong"),
    NOT_FOUND("cannot be opened: there is no such stream"),
    UNWILLING("cannot be opened: it answers with an error"),
    NO_VIDEO("cannot be opened: it has no video"),
    FORMAT("cannot be opened: its format or codec is not taken"),
    NO_PICTURE("cannot be opened: it has no picture, or larger ones than are allowed"),
    TOO_LARGE("cannot be opened: its pictures are too large"),
    UNDECODABLE("cannot be decoded"),
    STALLED("stalled"),
    BROKE_OFF("broke off"),
    ENDED("ended"),
    DECODER_LOST("its decoder died");

    private final String words;

    Fault(String words) {
      this.words = words;
    }
  }

  public VideoException(Fault fault) {
    super(fault.words);
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
