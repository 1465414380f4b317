package io.cleansight.video;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;

/** An open video. */
@NotThreadSafe
public interface Video extends AutoCloseable {

  /** How sources are opened. */
  @FunctionalInterface
  interface Opener {
    Video open(Opening opening) throws VideoException;

    /** Opens a source for all of its pictures. */
    default Video open(Source source, Duration patience) throws VideoException {
      return open(Opening.of(source, patience));
    }
  }

  /**
   * The next picture that is due by what is taken, valid until the next call.
   *
   * @return empty at the end of the video; a stream that breaks off is an exception
   */
  Optional<Picture> next() throws VideoException;

  /**
   * Takes something else of it from the next picture on. From any thread. Of a video that was
   * opened without masks no fragment comes any more once there are some: it is to be opened again.
   */
  void take(Taking taking);

  /** Length of the video, empty if it does not say. */
  Optional<Duration> duration();

  /** What happened to it since this was last asked, in order; by the thread that plays it. */
  default List<Notice> notices() {
    return List.of();
  }

  @Override
  void close();
}
