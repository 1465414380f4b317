package io.cleansight.video;

/** What happens to a video that goes on. */
public enum Notice {
  SOFTWARE_DECODES("no hardware decodes it: the processor does"),
  FRAGMENTS_LOST("its main stream cannot be read: its video is not kept for now"),
  FRAGMENT_DROPPED("a piece of its video was too large, or came too fast, and was dropped"),
  NOT_KEPT("its video cannot be kept: no encoder takes it");

  private final String words;

  Notice(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
