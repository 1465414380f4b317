package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.cleansight.video.MaskPainter;
import io.cleansight.video.Notice;
import io.cleansight.video.Picture;
import io.cleansight.video.Sampler;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.fragment.Keeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** A file or stream that is read, kept and decoded. */
@NotThreadSafe
final class FfmpegVideo implements Video {
  private final Reader reader;
  private final PictureDecoder decoder;
  private final MaskPainter painter = new MaskPainter();
  private final Waiting waiting;
  private final double secondsPerTick;
  private final double usualRate;
  private final Schedule schedule = new Schedule();
  private final Sampler sampler;
  private volatile Taking taking;
  private Keeper keeper;
  private long frames;
  private Duration lastDecoded = Duration.ZERO;

  /** The first time of a source that is dated by the clock: media times are from there. */
  private long origin = AV_NOPTS_VALUE;

  private boolean ended;
  private boolean saidSoftware;

  /**
   * How it waits for the next picture.
   *
   * @param alive run again and again while nothing is due but the video goes on
   */
  record Waiting(Deadline deadline, Duration patience, Runnable alive) {}

  /** All of them are closed with the video. */
  FfmpegVideo(
      Reader reader, PictureDecoder decoder, Keeper keeper, Waiting waiting, Taking taking) {
    this.reader = reader;
    this.decoder = decoder;
    this.keeper = keeper;
    this.waiting = waiting;
    this.taking = taking;
    this.sampler = new Sampler(taking.framesPerSecond());
    AVStream stream = reader.stream();
    this.secondsPerTick = av_q2d(stream.time_base());
    double rate = stream.avg_frame_rate().den() == 0 ? 0 : av_q2d(stream.avg_frame_rate());
    this.usualRate = rate > 0 && rate <= 240 ? rate : 25;
  }

  @Override
  public Optional<Picture> next() throws VideoException {
    Taking now = taking;
    sampler.rate(now.framesPerSecond());
    if (now.isMasked() && keeper.keepsSource()) {
      keeper.close(); // with what it has not handed over
      keeper = Keeper.NONE;
    }
    waiting.deadline().in(waiting.patience());
    try {
      while (true) {
        int received = decoder.receive();
        if (received == 0) {
          Duration at = mediaTime(decoder.frame().best_effort_timestamp(), frames++);
          lastDecoded = at;
          progress();
          if (keeper.wants(at)) {
            keeper.picture(pixels(now), at);
          }
          if (sampler.keeps(at)) {
            keeper.deliver();
            return Optional.of(picture(at, now));
          }
        } else if (received == AVERROR_EOF) {
          if (ended) {
            keeper.end();
            return Optional.empty();
          }
          decoder.flush(); // a key frame was decoded alone
        } else if (received == AVERROR_EAGAIN()) {
          feed(now);
        } else {
          throw new VideoException(Fault.UNDECODABLE);
        }
      }
    } finally {
      waiting.deadline().rest();
    }
  }

  @Override
  public void take(Taking wanted) {
    taking = wanted;
    reader.input().take(wanted);
  }

  @Override
  public Optional<Duration> duration() {
    return reader.duration();
  }

  @Override
  public List<Notice> notices() {
    var told = new ArrayList<>(keeper.notices());
    if (decoder.hasFallenBack() && !saidSoftware) {
      saidSoftware = true;
      told.add(Notice.SOFTWARE_DECODES);
    }
    return told;
  }

  @Override
  public void close() {
    keeper.close();
    decoder.close();
    reader.close();
  }

  private Picture picture(Duration at, Taking now) {
    return Picture.of(
        decoder.frame().width(), decoder.frame().height(), at, () -> pixels(now), now);
  }

  private AVFrame pixels(Taking now) throws VideoException {
    AVFrame pixels = decoder.pixels();
    painter.paint(pixels, now.masks());
    return pixels;
  }

  private void feed(Taking now) throws VideoException {
    Optional<AVPacket> read = reader.next();
    if (read.isEmpty()) {
      ended = true;
      decoder.send(null); // whatever it still holds comes out now
      return;
    }
    AVPacket packet = read.get();
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    Duration at = packet.pts() == AV_NOPTS_VALUE ? null : mediaTime(packet.pts(), 0);
    switch (schedule.of(key, at, rate(now), this::isWanted)) {
      case DECODE -> decoder.send(packet);
      case DECODE_ALONE -> {
        decoder.send(packet);
        decoder.send(null);
      }
      case SKIP -> skip(at, now);
    }
    keeper.packet(packet);
  }

  /** The source is late all the same if it brings only what cannot be decoded. */
  private void skip(@Nullable Duration at, Taking now) {
    Double rate = now.framesPerSecond();
    Duration between = rate == null ? Duration.ZERO : Duration.ofNanos(Math.round(2e9 / rate));
    if (at == null || at.minus(lastDecoded).compareTo(waiting.patience().plus(between)) < 0) {
      progress();
    }
  }

  /** Pictures per second that have to be decoded; null: all. */
  private @Nullable Double rate(Taking now) {
    Double rate = now.framesPerSecond();
    return rate == null ? null : Double.valueOf(Math.max(rate, keeper.framesPerSecond()));
  }

  private boolean isWanted(Duration at) {
    return sampler.isDue(at) || keeper.wants(at);
  }

  /** The source is not late as long as it brings pictures, wanted or not. */
  private void progress() {
    waiting.deadline().in(waiting.patience());
    keeper.deliver();
    waiting.alive().run();
  }

  private Duration mediaTime(long ticks, long index) {
    if (origin == AV_NOPTS_VALUE && reader.input().isDatedByClock()) {
      origin = ticks;
    }
    long since = origin == AV_NOPTS_VALUE ? ticks : ticks - origin;
    double seconds = ticks == AV_NOPTS_VALUE ? index / usualRate : since * secondsPerTick;
    return Duration.ofNanos(Math.max(0, Math.round(seconds * 1e9)));
  }
}
