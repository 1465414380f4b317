package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.time.Duration;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of an input's video by JavaCV's grabber, within the rules for sizes, formats
 * and codecs. What the grabber's exceptions say is never shown: it holds addresses.
 */
@NotThreadSafe
final class Reader implements AutoCloseable {
  /** A number that no stream has: the grabber would open a decoder of sound. */
  private static final int NO_SOUND = Integer.MAX_VALUE;

  static {
    av_log_set_level(AV_LOG_QUIET); // FFmpeg would print addresses, and with them passwords
  }

  private final Input input;
  private final Deadline deadline;
  private final @Nullable Feed feed;
  private final FFmpegFrameGrabber grabber;
  private final AVPacket second = av_packet_alloc();
  private final Deadline.Watch watch;

  /**
   * @param deadline of whatever it waits for
   */
  private Reader(Input input, Deadline deadline) {
    this.input = input;
    this.deadline = deadline;
    this.watch = deadline.whenOver(input::giveUp);
    this.feed = input.stream() == null ? null : new Feed(input.stream(), deadline);
    this.grabber =
        feed == null ? new FFmpegFrameGrabber(input.address()) : new FFmpegFrameGrabber(feed, 0);
  }

  /** Loads FFmpeg, which may take seconds on a busy machine: before any patience begins. */
  static void load() {
    try {
      FFmpegFrameGrabber.tryLoad();
    } catch (FFmpegFrameGrabber.Exception incomplete) {
      // Devices want libraries that an image need not have; what else is missing shows in use.
    }
  }

  /**
   * Opens an input, which is this reader's from then on.
   *
   * @param largestPicture in pixels
   */
  static Reader open(Input input, Deadline deadline, long largestPicture) throws VideoException {
    var reader = new Reader(input, deadline);
    try {
      reader.start(largestPicture);
      return reader;
    } catch (VideoException e) {
      reader.close();
      throw e;
    }
  }

  AVFormatContext format() {
    return grabber.getFormatContext();
  }

  /** The number of the stream of video that is read. */
  int number() {
    return grabber.getVideoStream();
  }

  AVStream stream() {
    return format().streams(number());
  }

  Input input() {
    return input;
  }

  /** Whether another stream of video is in it, for instance a still picture of its contents. */
  boolean hasOtherVideo() {
    for (int i = 0; i < format().nb_streams(); i++) {
      if (i != number() && format().streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
        return true;
      }
    }
    return false;
  }

  /**
   * The next packet of the video, to be unreferenced by whoever gets it.
   *
   * @return empty at the end
   */
  Optional<AVPacket> next() throws VideoException {
    while (true) {
      AVPacket packet = grab();
      if (packet == null) {
        return Optional.empty();
      }
      if (packet.stream_index() == number()) {
        return Optional.of(packet);
      }
      av_packet_unref(packet);
    }
  }

  /** When a packet is shown, or else decoded; 0 if it does not say. */
  Duration at(AVPacket packet) {
    long ticks = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    double seconds = ticks == AV_NOPTS_VALUE ? 0 : ticks * av_q2d(stream().time_base());
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  Optional<Duration> duration() {
    long micros = format().duration();
    return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1000)) : Optional.empty();
  }

  @Override
  public void close() {
    watch.close();
    av_packet_free(second);
    try {
      grabber.releaseUnsafe();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw new IllegalStateException("a feed is not closed with an error", e);
    } finally {
      input.close();
    }
  }

  private void start(long largestPicture) throws VideoException {
    grabber.setAudioStream(NO_SOUND);
    grabber.setImageMode(FFmpegFrameGrabber.ImageMode.RAW);
    if (input.format() != null) {
      grabber.setFormat(input.format());
    }
    input.options().forEach(grabber::setOption);
    grabber.setOption("codec_whitelist", input.codecs());
    grabber.setVideoOption("codec_whitelist", input.codecs());
    grabber.setVideoOption("threads", "1");
    try {
      grabber.startUnsafe(); // start() has a lock that a source which hangs would hold
    } catch (FFmpegFrameGrabber.Exception e) {
      throw failure(faultOf(String.valueOf(e.getMessage())));
    }
    check(stream().codecpar(), largestPicture);
  }

  private Fault faultOf(String message) {
    return feed != null && FfmpegErrors.isOfFormat(message)
        ? FfmpegErrors.faultOf(feed.beginning())
        : FfmpegErrors.fault(message);
  }

  /** What is claimed; what comes is limited by the decoder. */
  private void check(AVCodecParameters claimed, long largestPicture) throws VideoException {
    if ((long) claimed.width() * claimed.height() > largestPicture) {
      throw new VideoException(Fault.TOO_LARGE);
    }
    if (claimed.width() == 0 || claimed.height() == 0) {
      throw failure(Fault.NO_PICTURE); // what the decoder refuses has no size
    }
  }

  /** The next packet of any stream; null at the end. */
  private @Nullable AVPacket grab() throws VideoException {
    try {
      AVPacket packet = grabber.grabPacket();
      // A demuxer that is given up may still give a last, cut packet: only the clock tells.
      if (packet != null && !deadline.isOver()) {
        return packet;
      }
      if (packet != null) {
        av_packet_unref(packet);
      }
      return again();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw failure(Fault.BROKE_OFF);
    }
  }

  /** The grabber says no more than that there was nothing: this says whether that is the end. */
  private @Nullable AVPacket again() throws VideoException {
    if (deadline.isOver() || (feed != null && feed.brokeOff())) {
      throw failure(Fault.BROKE_OFF);
    }
    int read = av_read_frame(format(), second);
    while (read == AVERROR_EAGAIN() && !deadline.isOver()) {
      Thread.onSpinWait();
      read = av_read_frame(format(), second);
    }
    if (read == AVERROR_EOF && !deadline.isOver()) {
      return null;
    }
    if (read < 0 || deadline.isOver()) {
      throw failure(FfmpegErrors.fault(Fault.BROKE_OFF, read));
    }
    return second;
  }

  /**
   * @param usual what is wrong if neither the deadline nor the input knows
   */
  private VideoException failure(Fault usual) {
    return new VideoException(deadline.isOver() ? Fault.STALLED : input.fault().orElse(usual));
  }
}
