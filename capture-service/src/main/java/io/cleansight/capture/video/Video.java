package io.cleansight.capture.video;

import io.cleansight.messaging.address.AddressPolicy;
import java.time.Duration;
import java.util.Optional;

/** An open video. For one thread. */
public interface Video extends AutoCloseable {

  /** How a source is opened: {@link Video#open}, unless somebody has videos of their own. */
  @FunctionalInterface
  interface Opener {
    /** As {@link Video#open}. */
    Video open(Source source, Duration patience) throws VideoException;
  }

  /**
   * Opens a source, in this process.
   *
   * @param patience how long opening may take, and later each picture
   */
  static Video open(Source source, Duration patience, Rules rules) throws VideoException {
    return open(source, patience, rules, rules.addresses());
  }

  /** As the other, with names of one's own. */
  static Video open(Source source, Duration patience, Rules rules, AddressPolicy addresses)
      throws VideoException {
    return switch (source) {
      case Source.Drawn(var scene) -> new DrawnVideo(scene);
      case Source.VideoFile _, Source.Stream _ ->
          FfmpegVideo.open(source, patience, rules, addresses);
    };
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
