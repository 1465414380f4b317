package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.cleansight.video.Fragment;
import io.cleansight.video.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.jspecify.annotations.Nullable;

/**
 * H.264 and H.265 as they came, in fragments: from one key frame to the next, or of {@link
 * #LONGEST} if those are further apart, or shorter where a fragment would be too large.
 */
@NotThreadSafe
public final class Remuxer implements Keeper {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Key frames that come more often share a fragment. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  /** What a fragment has beside its pictures, and for each of them. */
  private static final int OVERHEAD = 2048;

  private static final int OVERHEAD_EACH = 64;

  private final AVFormatContext format;
  private final AVCodecParameters stream;
  private final Times times;
  private final Consumer<Fragment> receiver;
  private final List<Notice> notices = new ArrayList<>();

  /** Not handed over yet: no exception gets out of a muxer that is writing. */
  private final List<Fragment> made = new ArrayList<>();

  private final Span span = new Span();
  private @Nullable FFmpegFrameRecorder recorder;
  private boolean waitsForKeyFrame = true;
  private boolean broken;

  /**
   * @param format of which it is the only stream of video
   */
  public Remuxer(AVFormatContext format, int stream, Duration offset, Consumer<Fragment> receiver) {
    this.format = format;
    this.stream = format.streams(stream).codecpar();
    this.times = new Times(format.streams(stream), offset);
    this.receiver = receiver;
  }

  /** Whether a stream can be kept as it came. */
  public static boolean takes(AVCodecParameters stream) {
    return stream.codec_id() == AV_CODEC_ID_H264 || stream.codec_id() == AV_CODEC_ID_HEVC;
  }

  @Override
  public void packet(AVPacket packet) {
    try {
      if (!broken && packet.size() > 0) {
        add(packet);
      }
    } catch (FFmpegFrameRecorder.Exception damaged) {
      notices.add(Notice.FRAGMENT_DROPPED);
      forget();
    } finally {
      av_packet_unref(packet);
    }
    deliver();
  }

  @Override
  public boolean keepsSource() {
    return true;
  }

  @Override
  public void deliver() {
    made.forEach(receiver);
    made.clear();
  }

  @Override
  public void end() {
    try {
      cut();
    } catch (FFmpegFrameRecorder.Exception damaged) {
      notices.add(Notice.FRAGMENT_DROPPED);
    }
    forget();
    deliver();
  }

  @Override
  public List<Notice> notices() {
    var told = List.copyOf(notices);
    notices.clear();
    return told;
  }

  @Override
  public void close() {
    forget();
  }

  private void add(AVPacket packet) throws FFmpegFrameRecorder.Exception {
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    if (!times.mend(packet)) { // it begins anew
      cut();
      forget();
    }
    if (waitsForKeyFrame && !key) {
      return;
    }
    if (packet.size() > Fragment.LARGEST - OVERHEAD) {
      notices.add(Notice.FRAGMENT_DROPPED);
      waitsForKeyFrame = true; // what follows cannot be decoded without it
      return;
    }
    if (key && parametersChanged(packet)) {
      cut();
      forget();
    }
    if (span.isDue(packet, key)) {
      cut();
    }
    if (recorder == null) {
      recorder = start();
    }
    waitsForKeyFrame = false;
    span.add(packet, key);
    recorder.recordPacket(packet);
  }

  private FFmpegFrameRecorder start() throws FFmpegFrameRecorder.Exception {
    stream.codec_tag(tag(stream.codec_id() == AV_CODEC_ID_H264 ? "avc1" : "hvc1"));
    var boxes = new Boxes(this::hand);
    var started = Muxer.recorder(boxes, stream.width(), stream.height(), "frag_custom");
    try {
      started.start(format);
      return started;
    } catch (FFmpegFrameRecorder.Exception e) {
      broken = true;
      notices.add(Notice.NOT_KEPT);
      throw e;
    }
  }

  private static int tag(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  private boolean parametersChanged(AVPacket packet) {
    var said = ParameterSets.of(packet, stream.codec_id());
    if (said.areIn(ParameterSets.of(stream))) {
      return false;
    }
    said.set(stream, packet);
    return true;
  }

  /** Ends a fragment. */
  private void cut() throws FFmpegFrameRecorder.Exception {
    if (recorder != null && !span.isEmpty()) {
      recorder.flush();
      span.clear();
    }
  }

  private void hand(InitData init, byte[] bytes) {
    if (bytes.length > Fragment.LARGEST) {
      notices.add(Notice.FRAGMENT_DROPPED);
      return;
    }
    made.add(
        new Fragment(
            init.bytes(),
            bytes,
            init.codec(),
            init.width(),
            init.height(),
            span.startsWithKeyFrame,
            times.at(span.from),
            times.at(span.to)));
  }

  /** The muxer, with what it has not handed out. */
  private void forget() {
    span.clear();
    waitsForKeyFrame = true;
    if (recorder != null) {
      Muxer.release(recorder);
      recorder = null;
    }
  }

  /** What is in the fragment that is being made; in the stream's ticks. */
  private final class Span {
    private int packets;
    private long size;
    private long begin;
    private long from;
    private long to;
    private boolean startsWithKeyFrame;

    boolean isEmpty() {
      return packets == 0;
    }

    void clear() {
      packets = 0;
      size = OVERHEAD;
    }

    boolean isDue(AVPacket next, boolean key) {
      Duration lasts = times.at(next.dts()).minus(times.at(begin));
      boolean full = size + next.size() + (long) OVERHEAD_EACH * (packets + 1) > Fragment.LARGEST;
      return packets > 0
          && (full || lasts.compareTo(LONGEST) >= 0 || (key && lasts.compareTo(SHORTEST) >= 0));
    }

    void add(AVPacket packet, boolean key) {
      if (packets == 0) {
        startsWithKeyFrame = key;
        begin = packet.dts();
        from = packet.pts();
        to = packet.pts();
      }
      packets++;
      size += packet.size();
      from = Math.min(from, packet.pts());
      to = Math.max(to, packet.pts() + packet.duration());
    }
  }
}
