package io.cleansight.capture.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_TOO_MANY_REQUESTS;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.cleansight.capture.video.VideoException.Fault;
import io.cleansight.messaging.address.AddressPolicy;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A file or stream opened with FFmpeg. For one thread. Every call that may wait does so under a
 * deadline, which FFmpeg asks for through its interrupt callback: its own time-outs do not hold
 * against a server that drips bytes.
 */
final class FfmpegVideo implements Video {
  /** Decoders that may run. Sound, subtitles and rare codecs are never decoded. */
  private static final String CODECS =
      "h264,hevc,mjpeg,mpeg4,mpeg1video,mpeg2video,vp8,vp9,libvpx-vp9,libaom-av1,av1";

  private static final int MOST_REDIRECTS = 3;
  private static final int ENOENT = -2;
  private static final int EINVAL = -22;
  private static final int ETIMEDOUT = -110;

  static {
    av_log_set_level(AV_LOG_QUIET); // FFmpeg would print addresses, and with them passwords
  }

  private final Input input;
  private final Deadline deadline;
  private final Duration patience;
  private final AVFormatContext format;
  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final int stream;
  private final double secondsPerTick;
  private final double framesPerSecond;
  private long frames;

  private FfmpegVideo(
      Input input,
      Deadline deadline,
      Duration patience,
      AVFormatContext format,
      AVCodecContext decoder,
      int stream) {
    this.input = input;
    this.deadline = deadline;
    this.patience = patience;
    this.format = format;
    this.decoder = decoder;
    this.stream = stream;
    AVStream found = format.streams(stream);
    this.secondsPerTick = av_q2d(found.time_base());
    double rate = found.avg_frame_rate().den() == 0 ? 0 : av_q2d(found.avg_frame_rate());
    this.framesPerSecond = rate > 0 && rate <= 240 ? rate : 25;
  }

  /**
   * Opens the source's best video stream.
   *
   * @param patience how long opening may take, and later each picture
   */
  static Video open(Source source, Duration patience, Rules rules, AddressPolicy addresses)
      throws VideoException {
    var deadline = new Deadline();
    deadline.in(patience);
    Source next = source;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Input input = Input.of(next, patience, deadline, rules, addresses);
      try {
        return open(input, deadline, patience, rules);
      } catch (VideoException e) {
        input.close();
        Optional<Source.Stream> redirect = input.redirect();
        if (redirect.isEmpty()) {
          deadline.close();
          throw input.fault().map(VideoException::new).orElse(e);
        }
        next = redirect.get();
      }
    }
    deadline.close();
    throw new VideoException(Fault.UNWILLING);
  }

  private static Video open(Input input, Deadline deadline, Duration patience, Rules rules)
      throws VideoException {
    AVFormatContext format = avformat_alloc_context();
    format.interrupt_callback().callback(deadline);
    input.prepare(format);
    var options = new AVDictionary(null);
    input.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
    av_dict_set(options, "codec_whitelist", CODECS, 0);
    int opened = avformat_open_input(format, input.address(), null, options);
    av_dict_free(options);
    if (opened < 0) {
      throw failure(Fault.NO_VIDEO, opened, deadline); // FFmpeg has freed the context
    }
    try {
      analyse(format, deadline, rules);
      int stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (stream < 0) {
        throw new VideoException(Fault.NO_VIDEO);
      }
      AVCodecContext decoder = decoder(format.streams(stream), deadline, rules);
      return new FfmpegVideo(input, deadline, patience, format, decoder, stream);
    } catch (VideoException e) {
      avformat_close_input(format);
      throw e;
    }
  }

  /** Decodes some of it, under the same limits. */
  private static void analyse(AVFormatContext format, Deadline deadline, Rules rules)
      throws VideoException {
    int streams = format.nb_streams(); // some formats add others later
    for (int i = 0; i < streams; i++) {
      check(format.streams(i).codecpar(), rules);
    }
    var options = new PointerPointer<AVDictionary>(Math.max(1, streams));
    for (int i = 0; i < streams; i++) {
      var limit = new AVDictionary(null);
      av_dict_set(limit, "max_pixels", Long.toString(rules.largestPicture()), 0);
      options.put(i, limit);
    }
    int analysed =
        streams == 0
            ? avformat_find_stream_info(format, (AVDictionary) null)
            : avformat_find_stream_info(format, options);
    for (int i = 0; i < streams; i++) {
      AVDictionary rest = options.get(AVDictionary.class, i); // what was used has gone
      if (rest != null) {
        av_dict_free(rest);
      }
    }
    options.close();
    if (analysed < 0) {
      throw failure(Fault.NO_VIDEO, analysed, deadline);
    }
  }

  @Override
  public Optional<Picture> next() throws VideoException {
    deadline.in(patience);
    while (true) {
      int received = avcodec_receive_frame(decoder, frame);
      if (received == 0) {
        return Optional.of(
            new Picture(frame.width(), frame.height(), mediaTime(frames++), () -> frame));
      }
      if (received == AVERROR_EOF) {
        return Optional.empty();
      }
      if (received != AVERROR_EAGAIN()) {
        throw failure(Fault.UNDECODABLE, received, deadline);
      }
      feed();
    }
  }

  @Override
  public Optional<Duration> duration() {
    return format.duration() > 0
        ? Optional.of(Duration.ofNanos(format.duration() * 1000))
        : Optional.empty();
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(decoder);
    avformat_close_input(format);
    input.close();
    deadline.close();
  }

  private void feed() throws VideoException {
    int read = av_read_frame(format, packet);
    if (read == AVERROR_EOF) {
      avcodec_send_packet(decoder, (AVPacket) null); // whatever it still holds comes out now
      return;
    }
    // A demuxer that is interrupted may still give a last, cut packet: only the clock tells.
    if (read < 0 || deadline.isOver()) {
      av_packet_unref(packet);
      throw failure(Fault.BROKE_OFF, read, deadline);
    }
    try {
      if (packet.stream_index() == stream) {
        // A damaged packet costs its own picture only: the decoder goes on with the next.
        avcodec_send_packet(decoder, packet);
      }
    } finally {
      av_packet_unref(packet);
    }
  }

  private Duration mediaTime(long index) {
    long ticks = frame.best_effort_timestamp();
    double seconds = ticks == AV_NOPTS_VALUE ? index / framesPerSecond : ticks * secondsPerTick;
    return Duration.ofNanos(Math.max(0, Math.round(seconds * 1e9)));
  }

  private static AVCodecContext decoder(AVStream stream, Deadline deadline, Rules rules)
      throws VideoException {
    var parameters = stream.codecpar();
    check(parameters, rules);
    if (parameters.width() == 0 || parameters.height() == 0) {
      throw new VideoException(Fault.NO_PICTURE); // what the decoder refuses has no size
    }
    AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    if (codec == null) {
      throw new VideoException(Fault.FORMAT);
    }
    AVCodecContext decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(
        1); // one thread per camera: cameras share the cores, not each camera all of them
    avcodec_parameters_to_context(decoder, parameters);
    var options = new AVDictionary(null);
    av_dict_set(options, "codec_whitelist", CODECS, 0);
    av_dict_set(options, "max_pixels", Long.toString(rules.largestPicture()), 0);
    int opened = avcodec_open2(decoder, codec, options);
    av_dict_free(options);
    if (opened < 0) {
      avcodec_free_context(decoder);
      throw failure(Fault.FORMAT, opened, deadline);
    }
    return decoder;
  }

  /** What is claimed; what comes is limited by the decoder. */
  private static void check(AVCodecParameters claimed, Rules rules) throws VideoException {
    if ((long) claimed.width() * claimed.height() > rules.largestPicture()) {
      throw new VideoException(Fault.TOO_LARGE);
    }
  }

  private static VideoException failure(Fault usual, int error, Deadline deadline) {
    if (error == AVERROR_EXIT || error == ETIMEDOUT || deadline.isOver()) {
      return new VideoException(Fault.STALLED);
    }
    if (error == AVERROR_HTTP_UNAUTHORIZED || error == AVERROR_HTTP_FORBIDDEN) {
      return new VideoException(Fault.REFUSED);
    }
    if (error == AVERROR_HTTP_NOT_FOUND || error == ENOENT) {
      return new VideoException(Fault.NOT_FOUND);
    }
    if (error == AVERROR_HTTP_BAD_REQUEST
        || error == AVERROR_HTTP_TOO_MANY_REQUESTS
        || error == AVERROR_HTTP_OTHER_4XX
        || error == AVERROR_HTTP_SERVER_ERROR) {
      return new VideoException(Fault.UNWILLING);
    }
    if (error == EINVAL || error == AVERROR_PROTOCOL_NOT_FOUND) {
      return new VideoException(Fault.FORMAT); // not on one of the lists
    }
    return new VideoException(usual);
  }
}
