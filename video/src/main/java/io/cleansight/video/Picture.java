package io.cleansight.video;

import java.time.Duration;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One picture, to be encoded before the next one is asked for.
 *
 * @param mediaTime since the start of the video
 */
public record Picture(int width, int height, Duration mediaTime, Content content) {

  /** Where a picture is; asked only for one that is kept, as drawing and encoding cost. */
  public sealed interface Content {}

  /** Its pixels are here; they belong to the video and are gone with the next one. */
  public record Pixels(Supplier<AVFrame> frame) implements Content {}

  /** It is in another process, which encodes it. */
  public record Elsewhere(Encoder encoder) implements Content {}

  /** Encodes the picture that was shown last. */
  @FunctionalInterface
  public interface Encoder {
    Encoded encode() throws VideoException;
  }

  /** A JPEG of the picture's size, and the picture at a glance. */
  public record Encoded(byte[] jpeg, Glance glance) {}

  public Picture(int width, int height, Duration mediaTime, Supplier<AVFrame> pixels) {
    this(width, height, mediaTime, new Pixels(pixels));
  }
}
