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
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/**
 * A file or stream opened with FFmpeg. For one thread. Every call that may wait does so under a
 * deadline, which FFmpeg asks for through its interrupt callback: its own time-outs do not hold
 * against a server that drips bytes.
 */
final class FfmpegVideo implements Video {
  /**
   * Containers that are one file of media: no playlists, no concatenations, which would open
   * further files.
   */
  private static final String FILE_FORMATS =
      "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,mpeg,flv,asf,mjpeg,h264,hevc,ogg,gif";

  private static final int MESSAGE_BYTES = 256;

  static {
    av_log_set_level(AV_LOG_QUIET); // FFmpeg would print addresses, and with them passwords
  }

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
      Deadline deadline,
      Duration patience,
      AVFormatContext format,
      AVCodecContext decoder,
      int stream) {
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
  static Video open(Source source, Duration patience) throws VideoException {
    var deadline = new Deadline();
    deadline.in(patience);
    AVFormatContext format = avformat_alloc_context();
    format.interrupt_callback().callback(deadline);
    var options = new AVDictionary(null);
    options(source, patience, options);
    int opened = avformat_open_input(format, address(source), null, options);
    av_dict_free(options);
    if (opened < 0) {
      throw failure("cannot be opened", opened); // FFmpeg has freed the context
    }
    try {
      check(avformat_find_stream_info(format, (AVDictionary) null), "cannot be analysed");
      int stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (stream < 0) {
        throw new VideoException("has no video", false);
      }
      return new FfmpegVideo(deadline, patience, format, decoder(format.streams(stream)), stream);
    } catch (VideoException e) {
      avformat_close_input(format);
      throw e;
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
        throw failure("cannot be decoded", received);
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
    deadline.close();
  }

  private void feed() throws VideoException {
    int read = av_read_frame(format, packet);
    if (read == AVERROR_EOF) {
      avcodec_send_packet(decoder, (AVPacket) null); // whatever it still holds comes out now
      return;
    }
    // A demuxer that is interrupted may still give a last, cut packet: only the clock tells.
    boolean late = read == AVERROR_EXIT || deadline.isOver();
    check(read, late ? "stalled" : "broke off");
    if (late) {
      av_packet_unref(packet);
      throw new VideoException("stalled for " + patience.toSeconds() + " s", false);
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

  private static AVCodecContext decoder(AVStream stream) throws VideoException {
    AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new VideoException("is in a format that cannot be decoded", false);
    }
    AVCodecContext decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(
        1); // one thread per camera: cameras share the cores, not each camera all of them
    avcodec_parameters_to_context(decoder, stream.codecpar());
    int opened = avcodec_open2(decoder, codec, (AVDictionary) null);
    if (opened < 0) {
      avcodec_free_context(decoder);
      throw failure("cannot be decoded", opened);
    }
    return decoder;
  }

  private static String address(Source source) {
    return switch (source) {
      case Source.VideoFile(var path) -> path.toAbsolutePath().toString();
      case Source.Stream(var uri) -> uri.toString();
      case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is not FFmpeg's");
    };
  }

  private static void options(Source source, Duration patience, AVDictionary options) {
    switch (source) {
      case Source.VideoFile _ -> {
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", FILE_FORMATS, 0);
      }
      case Source.Stream(var uri) when uri.getScheme().startsWith("rtsp") -> {
        av_dict_set(options, "rtsp_transport", "tcp", 0);
        av_dict_set(options, "timeout", Long.toString(patience.toNanos() / 1000), 0);
        av_dict_set(options, "protocol_whitelist", "rtsp,rtsps,rtp,tcp,tls,crypto", 0);
      }
      case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is not FFmpeg's");
      case Source.Stream _ -> {
        av_dict_set(options, "protocol_whitelist", "http,https,tcp,tls,crypto", 0);
        av_dict_set(options, "rw_timeout", Long.toString(patience.toNanos() / 1000), 0);
      }
    }
  }

  private static void check(int result, String complaint) throws VideoException {
    if (result < 0) {
      throw failure(complaint, result);
    }
  }

  private static VideoException failure(String complaint, int error) {
    var text = new byte[MESSAGE_BYTES];
    av_strerror(error, text, MESSAGE_BYTES);
    int end = 0;
    while (end < MESSAGE_BYTES && text[end] != 0) {
      end++;
    }
    String reason = new String(text, 0, end, StandardCharsets.UTF_8);
    boolean refused = error == AVERROR_HTTP_UNAUTHORIZED || error == AVERROR_HTTP_FORBIDDEN;
    return new VideoException(complaint + ": " + reason, refused);
  }

  /** Asked by FFmpeg whenever it waits; on the thread that waits. */
  private static final class Deadline extends AVIOInterruptCB.Callback_Pointer {
    private volatile long at;

    void in(Duration patience) {
      at = System.nanoTime() + patience.toNanos();
    }

    boolean isOver() {
      return System.nanoTime() - at > 0;
    }

    @Override
    public int call(Pointer opaque) {
      return isOver() || Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }
}
