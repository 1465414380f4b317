package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.Wanted;
import io.cleansight.video.web.WebStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where FFmpeg reads from. FFmpeg opens no address by itself: names are resolved, certificates
 * verified and redirects followed here, by one policy.
 */
interface Input extends AutoCloseable {
  /** Containers of one stream of media, as cameras and recorders write them. */
  String FORMATS = "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,mpeg,flv,mjpeg,mpjpeg,h264,hevc";

  /** Decoders that may run. Sound, subtitles and rare codecs are never decoded. */
  String CODECS = "h264,hevc,mjpeg,mpeg4,mpeg1video,mpeg2video,vp8,vp9,libvpx-vp9,libaom-av1,av1";

  /** What FFmpeg is told to open. */
  String address();

  /** FFmpeg's name for the form in which it comes; null: it is looked at, within the options. */
  default @Nullable String format() {
    return null;
  }

  /** FFmpeg's names of the decoders that may run, with commas. */
  default String codecs() {
    return CODECS;
  }

  /**
   * What FFmpeg reads instead of opening the address; null: it opens that. Reading ends with an
   * exception once the deadline is over.
   */
  default @Nullable InputStream stream() {
    return null;
  }

  /** Options of FFmpeg. */
  Map<String, String> options();

  /** Whether its times are those of a clock, and not since it was opened. */
  default boolean isDatedByClock() {
    return false;
  }

  /** What is taken of it changes; from any thread. */
  default void take(Taking taking) {}

  /** Ends what waits for it; from any thread. */
  default void giveUp() {}

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
      Source source, Wanted wanted, Deadline deadline, Rules rules, AddressPolicy addresses)
      throws VideoException {
    return switch (source) {
      case Source.VideoFile(var path) -> new FileInput(path);
      case Source.Stream(var uri)
          when uri.getScheme().toLowerCase(Locale.ROOT).startsWith("rtsp") ->
          RtspInput.open(uri, wanted.patience(), rules, addresses);
      case Source.Stream(var uri) ->
          new HttpInput(WebStream.open(uri, wanted, deadline, rules, addresses));
      case Source.Folder folder -> FolderInput.open(folder);
      case Source.Device(var path) -> DeviceInput.open(path);
      case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is not FFmpeg's");
    };
  }
}
