package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.jspecify.annotations.Nullable;

/**
 * Where FFmpeg reads from. FFmpeg opens no address by itself: names are resolved, certificates
 * verified and redirects followed here, by one policy.
 */
interface Input extends AutoCloseable {
  /** Containers of one stream of media, as cameras and recorders write them. */
  String FORMATS = "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,mpeg,flv,mjpeg,mpjpeg,h264,hevc";

  /** What FFmpeg is told to open. */
  String address();

  /**
   * What FFmpeg reads instead of opening the address; null: it opens that. Reading ends with an
   * exception once the deadline is over.
   */
  default @Nullable InputStream stream() {
    return null;
  }

  /** Options of FFmpeg. */
  Map<String, String> options();

  /** Before it is opened. */
  default void prepare(AVFormatContext format) {}

  /** What it knows of why it could not be opened. */
  default Optional<Fault> fault() {
    return Optional.empty();
  }

  /** Where it said that it is instead. */
  default Optional<Source.Stream> redirect() {
    return Optional.empty();
  }

  /** After FFmpeg has closed what it read. */
  @Override
  default void close() {}

  static Input of(
      Source source, Duration patience, Deadline deadline, Rules rules, AddressPolicy addresses)
      throws VideoException {
    return switch (source) {
      case Source.VideoFile(var path) -> new FileInput(path);
      case Source.Stream(var uri)
          when uri.getScheme().toLowerCase(Locale.ROOT).startsWith("rtsp") ->
          RtspInput.open(uri, patience, rules, addresses);
      case Source.Stream(var uri) -> HttpInput.open(uri, patience, deadline, rules, addresses);
      case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is not FFmpeg's");
    };
  }
}
