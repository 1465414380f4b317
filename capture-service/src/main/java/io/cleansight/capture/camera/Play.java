package io.cleansight.capture.camera;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Opening;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import net.jcip.annotations.NotThreadSafe;

/** One run of a camera, over all videos that are opened for it. */
@NotThreadSafe
sealed interface Play extends AutoCloseable permits LivePlay, RecordedPlay {

  /** How its source is to be opened now. */
  Opening opening();

  /**
   * Publishes the frames of a video that was just opened, until it ends or the camera is being
   * stopped.
   *
   * @return whether the run is over; if not, the source is to be opened again
   * @throws VideoException if the video was lost
   */
  boolean play(Video video, JpegEncoder encoder) throws VideoException, InterruptedException;

  /** Lets go of what was not sent. */
  @Override
  default void close() {}
}
