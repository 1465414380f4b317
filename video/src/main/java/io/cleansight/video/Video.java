package io.cleansight.video;

import java.time.Duration;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;

/** An open video. */
@NotThreadSafe
public interface Video extends AutoCloseable {

  /** How a source is opened. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a source.
     *
     * @param patience how long opening may take, and later each picture
     */
    Video open(Source source, Duration patience) throws VideoException;
  }

  /**
   * The next picture, valid until the next call.
   *
   * @return empty at the end of the video; a stream that breaks off is an exception
   */
  Optional<Picture> next() throws VideoException;

  /** Length of the video, empty if it does not say. */
  Optional<Duration> duration();

  @Override
  void close();
}
