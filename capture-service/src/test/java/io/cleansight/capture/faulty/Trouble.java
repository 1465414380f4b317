package io.cleansight.capture.faulty;

/** What a camera does wrong. */
public enum Trouble {
  /** Takes the connection and says nothing. */
  TARPIT,
  /** Answers with a byte a second. */
  DRIP,
  /** Asks for a password and takes none. */
  UNAUTHORIZED,
  /** Says that it is where it was asked. */
  CIRCLE,
  /** Says that it is where nobody is to look. */
  AWAY,
  /** Answers with a header without end. */
  HEADER,
  /** Answers with noise. */
  GARBAGE,
  /** Agrees to everything and never sends a picture. */
  MUTE,
  /** Sends pictures for a while, then nothing more. */
  STALL,
  /** Sends pictures for a while, then closes the connection within one. */
  CUT,
  /** Sends pictures of two sizes. */
  RESIZE,
  /** Sends pictures for a while, then those of another codec. */
  RECODE;

  /** Whether it shows only once pictures are to come. */
  boolean isOfPictures() {
    return compareTo(MUTE) >= 0;
  }
}
