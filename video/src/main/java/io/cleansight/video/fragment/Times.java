package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The times of a stream's packets, such that a muxer takes them: each has both of its times and a
 * duration, none is negative, and decoding times rise.
 */
final class Times {
  private static final double USUAL_RATE = 25;
  private static final double BACK_SECONDS = 1;

  private final double secondsPerTick;
  private final long offset;
  private final long usual;
  private long step;
  private long last = AV_NOPTS_VALUE;

  /**
   * @param offset added to all of them
   */
  Times(AVStream stream, Duration offset) {
    this.secondsPerTick = av_q2d(stream.time_base());
    this.offset = Math.round(offset.toNanos() / 1e9 / secondsPerTick);
    double rate = stream.avg_frame_rate().den() == 0 ? 0 : av_q2d(stream.avg_frame_rate());
    double usualRate = rate > 0 && rate <= 1000 ? rate : USUAL_RATE;
    this.usual = Math.max(1, Math.round(1 / usualRate / secondsPerTick));
    this.step = usual;
  }

  Duration at(long ticks) {
    return Duration.ofNanos(Math.max(0, Math.round(ticks * secondsPerTick * 1e9)));
  }

  /** Mends a packet's times; false if they go back further than a mistake would. */
  boolean mend(AVPacket packet) {
    long decoded = packet.dts();
    long shown = packet.pts();
    if (decoded == AV_NOPTS_VALUE && shown == AV_NOPTS_VALUE) {
      decoded = last == AV_NOPTS_VALUE ? 0 : last + step;
      shown = decoded;
    } else {
      decoded = (decoded == AV_NOPTS_VALUE ? shown : decoded) + offset;
      shown = shown == AV_NOPTS_VALUE ? decoded : shown + offset;
    }
    decoded = Math.max(0, decoded);
    boolean goesOn = last == AV_NOPTS_VALUE || decoded > last - BACK_SECONDS / secondsPerTick;
    if (goesOn && last != AV_NOPTS_VALUE) {
      decoded = Math.max(last + 1, decoded);
      step = Math.min(decoded - last, usual * 50);
    }
    last = decoded;
    packet.dts(decoded);
    packet.pts(Math.max(shown, decoded));
    if (packet.duration() <= 0) {
      packet.duration(step);
    }
    return goesOn;
  }
}
