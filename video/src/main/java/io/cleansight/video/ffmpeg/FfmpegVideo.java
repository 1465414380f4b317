package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.cleansight.video.Picture;
import io.cleansight.video.Sampler;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.time.Duration;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A file or stream that FFmpeg reads. Every call that may wait does so under a deadline, which
 * FFmpeg asks for through its interrupt callback: its own time-outs do not hold against a server
 * that drips bytes.
 */
@NotThreadSafe
final class FfmpegVideo implements Video {
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
  private final Sampler sampler;
  private volatile Taking taking;
  private long frames;

  /**
   * @param stream whose pictures are decoded
   */
  FfmpegVideo(
      Input input,
      Deadline deadline,
      Duration patience,
      AVFormatContext format,
      AVCodecContext decoder,
      int stream,
      Taking taking) {
    this.taking = taking;
    this.sampler = new Sampler(taking.framesPerSecond());
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

  @Override
  public Optional<Picture> next() throws VideoException {
    deadline.in(patience);
    Taking now = taking;
    sampler.rate(now.framesPerSecond());
    while (true) {
      int received = avcodec_receive_frame(decoder, frame);
      if (received == 0) {
        deadline.in(patience);
        Duration at = mediaTime(frames++);
        if (sampler.keeps(at)) {
          return Optional.of(Picture.of(frame.width(), frame.height(), at, () -> frame, now));
        }
        continue;
      }
      if (received == AVERROR_EOF) {
        return Optional.empty();
      }
      if (received != AVERROR_EAGAIN()) {
        throw FfmpegErrors.failure(Fault.UNDECODABLE, received, deadline);
      }
      feed();
    }
  }

  @Override
  public void take(Taking wanted) {
    taking = wanted;
    input.take(wanted);
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
      throw FfmpegErrors.failure(Fault.BROKE_OFF, read, deadline);
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
}
