package io.cleansight.video;

import java.time.Duration;

/**
 * A piece of the video as it came: one fragment (moof and mdat) of fragmented MP4.
 *
 * @param init ftyp and moov that go before it
 * @param bytes moof and mdat, at most {@link #LARGEST}
 * @param codec as RFC 6381 has it, for instance {@code avc1.64001F}
 * @param keyFrame whether it can be decoded without what comes before it
 * @param from when its first picture is, as {@link Picture#mediaTime}
 * @param to when its last picture ends
 */
public record Fragment(
    byte[] init,
    byte[] bytes,
    String codec,
    int width,
    int height,
    boolean keyFrame,
    Duration from,
    Duration to) {
  /** Bytes that a fragment has at most. */
  public static final int LARGEST = 900_000;
}
