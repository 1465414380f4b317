package io.cleansight.video;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a source is opened.
 *
 * @param patience how long opening may take, and later whatever comes next of the source
 * @param taking what is taken of it at first
 * @param substream where pictures come from instead; fragments come from the source all the same
 * @param fragments receives the source's video as it came, or encoded from the pictures where they
 *     are masked, on the thread that calls {@link Video#next} and before the picture that it
 *     returns; null: it is not wanted
 */
public record Opening(
    Source source,
    Duration patience,
    Taking taking,
    @Nullable Source substream,
    @Nullable Consumer<Fragment> fragments,
    Hardware hardware) {

  /**
   * @throws IllegalArgumentException if a scene that is drawn, or a file, is to have a substream
   */
  public Opening {
    if (substream != null
        && !(source instanceof Source.Stream && substream instanceof Source.Stream)) {
      throw new IllegalArgumentException("only a stream has a substream, which is a stream");
    }
  }

  /** All of its pictures and nothing else. */
  public static Opening of(Source source, Duration patience) {
    return new Opening(source, patience, Taking.ALL, null, null, Hardware.NONE);
  }

  /** Where its pictures come from. */
  public Source pictures() {
    return substream == null ? source : substream;
  }
}
