package io.cleansight.video;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One picture, to be encoded before the next one is asked for.
 *
 * @param width of its JPEG
 * @param height of its JPEG
 * @param mediaTime since the start of the video
 */
public record Picture(int width, int height, Duration mediaTime, Content content) {

  /** What a picture shows. */
  public sealed interface Content {}

  /**
   * Its pixels, of any size; they belong to the video and are gone with the next picture.
   *
   * @param drawing asked only for a picture that is kept, as drawing and encoding cost
   * @param taking how it is encoded
   */
  public record Pixels(Drawing drawing, Taking taking) implements Content {}

  /** Makes the pixels of the picture that was shown last. */
  @FunctionalInterface
  public interface Drawing {
    AVFrame draw() throws VideoException;
  }

  /** A JPEG of the picture's size, and the picture at a glance. */
  public record Encoded(byte[] jpeg, Glance glance) implements Content {}

  /** Pixels of that size, of which so much is taken. */
  public static Picture of(
      int width, int height, Duration mediaTime, Drawing drawing, Taking taking) {
    int longer = Math.max(width, height);
    return new Picture(
        taking.scaled(width, longer),
        taking.scaled(height, longer),
        mediaTime,
        new Pixels(drawing, taking));
  }

  /** As it is. */
  public Picture(int width, int height, Duration mediaTime, Drawing drawing) {
    this(width, height, mediaTime, new Pixels(drawing, Taking.ALL));
  }
}
