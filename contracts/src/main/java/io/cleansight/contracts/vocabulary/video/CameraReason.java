package io.cleansight.contracts.vocabulary.video;

import io.cleansight.contracts.vocabulary.Term;

/** Why a camera is not online. Pages have words of their own for each; logs take {@link #words}. */
public enum CameraReason implements Term {
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
  /** A stream, which should not. */
  ENDED("ended"),
  DECODER_LOST("its decoder died"),

  DARK("the picture is dark"),
  COVERED("the picture is covered"),
  FROZEN("the picture is frozen"),

  /** Before its source was opened for the first time. */
  NOT_OPENED("not opened yet"),
  SETTINGS_UNREADABLE("its settings cannot be read; set it again"),
  SWITCHED_OFF("switched off"),
  /** Of a recorded file. */
  FOLLOWED("another run of this camera has followed"),
  /** Of a recorded file, which waits for inference-service. */
  UNJUDGED("frames published and not yet judged; inference-service is away or busy"),

  /** Nothing was ever heard of a camera that is set; nobody says this, whoever reads finds it. */
  NEVER_SPOKEN("has never spoken"),
  /** Nothing was heard of it for more than 15 s; whoever reads finds it. */
  SILENT("has not spoken for more than 15 s");

  private final String words;

  CameraReason(String words) {
    this.words = words;
  }

  /** In English, without a full stop. */
  public String words() {
    return words;
  }
}
