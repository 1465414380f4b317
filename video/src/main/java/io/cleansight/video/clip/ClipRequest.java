package io.cleansight.video.clip;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clip is to be made of.
 *
 * @param init what all pieces need to be decoded: ftyp and moov
 * @param pieces fragments of one run, each following on the one before; the first begins with a key
 *     frame
 * @param judged what is known of heads, by time, where the clip is wanted with heads hidden, too;
 *     null: it is not
 */
public record ClipRequest(byte[] init, List<Piece> pieces, @Nullable List<JudgedFrame> judged) {

  /**
   * A fragment: moof and mdat.
   *
   * @param at when its first picture was captured, since the first picture of the first piece
   */
  public record Piece(Duration at, byte[] fragment) {}

  public ClipRequest {
    pieces = List.copyOf(pieces);
    judged = judged == null ? null : List.copyOf(judged);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a clip of nothing");
    }
  }
}
