package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.cleansight.video.Rules;
import io.cleansight.video.Taking;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.time.Duration;
import java.util.Map;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Finds an input's best video stream and a decoder for it, within the rules for sizes, formats and
 * codecs.
 */
@NotThreadSafe
final class FfmpegOpening {
  static {
    av_log_set_level(AV_LOG_QUIET); // FFmpeg would print addresses, and with them passwords
  }

  private final Input input;
  private final Deadline deadline;
  private final Rules rules;

  /**
   * @param deadline for all of it
   */
  FfmpegOpening(Input input, Deadline deadline, Rules rules) {
    this.input = input;
    this.deadline = deadline;
    this.rules = rules;
  }

  /**
   * Opens it; leaves nothing open of FFmpeg's if it cannot be opened.
   *
   * @param patience how long each picture may take later
   */
  FfmpegVideo open(Duration patience, Taking taking) throws VideoException {
    AVFormatContext format = demuxer();
    try {
      analyse(format);
      int stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (stream < 0) {
        throw new VideoException(Fault.NO_VIDEO);
      }
      AVCodecContext decoder = decoder(format.streams(stream).codecpar());
      return new FfmpegVideo(input, deadline, patience, format, decoder, stream, taking);
    } catch (VideoException e) {
      avformat_close_input(format);
      throw e;
    }
  }

  private AVFormatContext demuxer() throws VideoException {
    AVFormatContext format = avformat_alloc_context();
    format.interrupt_callback().callback(deadline);
    input.prepare(format);
    AVDictionary options = options(input.options());
    av_dict_set(options, "codec_whitelist", input.codecs(), 0);
    int opened = avformat_open_input(format, input.address(), form(), options);
    av_dict_free(options);
    if (opened < 0) { // FFmpeg has freed the context
      throw FfmpegErrors.failure(Fault.NO_VIDEO, opened, deadline);
    }
    return format;
  }

  private @Nullable AVInputFormat form() {
    String name = input.format();
    return name == null ? null : av_find_input_format(name);
  }

  /** Decodes some of it, under the same limits. */
  private void analyse(AVFormatContext format) throws VideoException {
    int streams = format.nb_streams(); // some formats add others later
    for (int i = 0; i < streams; i++) {
      check(format.streams(i).codecpar());
    }
    int analysed =
        streams == 0
            ? avformat_find_stream_info(format, (AVDictionary) null)
            : analyse(format, streams);
    if (analysed < 0) {
      throw FfmpegErrors.failure(Fault.NO_VIDEO, analysed, deadline);
    }
  }

  private int analyse(AVFormatContext format, int streams) {
    try (var options = new PointerPointer<AVDictionary>(streams)) {
      for (int i = 0; i < streams; i++) {
        options.put(i, options(Map.of("max_pixels", Long.toString(rules.largestPicture()))));
      }
      int analysed = avformat_find_stream_info(format, options);
      for (int i = 0; i < streams; i++) {
        AVDictionary rest = options.get(AVDictionary.class, i); // what was used has gone
        if (rest != null) {
          av_dict_free(rest);
        }
      }
      return analysed;
    }
  }

  private AVCodecContext decoder(AVCodecParameters parameters) throws VideoException {
    check(parameters);
    if (parameters.width() == 0 || parameters.height() == 0) {
      throw new VideoException(Fault.NO_PICTURE); // what the decoder refuses has no size
    }
    AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    if (codec == null) {
      throw new VideoException(Fault.FORMAT);
    }
    AVCodecContext decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(1); // cameras share the cores, not each camera all of them
    avcodec_parameters_to_context(decoder, parameters);
    int opened = open(decoder, codec);
    if (opened < 0) {
      avcodec_free_context(decoder);
      throw FfmpegErrors.failure(Fault.FORMAT, opened, deadline);
    }
    return decoder;
  }

  private int open(AVCodecContext decoder, AVCodec codec) {
    AVDictionary options =
        options(
            Map.of(
                "codec_whitelist",
                input.codecs(),
                "max_pixels",
                Long.toString(rules.largestPicture())));
    int opened = avcodec_open2(decoder, codec, options);
    av_dict_free(options);
    return opened;
  }

  /** What is claimed; what comes is limited by the decoder. */
  private void check(AVCodecParameters claimed) throws VideoException {
    if ((long) claimed.width() * claimed.height() > rules.largestPicture()) {
      throw new VideoException(Fault.TOO_LARGE);
    }
  }

  private static AVDictionary options(Map<String, String> options) {
    var dictionary = new AVDictionary(null);
    options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
    return dictionary;
  }
}
