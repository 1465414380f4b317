package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_to_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;

import io.cleansight.video.Fragment;
import io.cleansight.video.Notice;
import io.cleansight.video.Sampler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that did not come as H.264 or H.265, or that are masked, encoded: few, and small. Each
 * is shown at the beginning of its slot of a fifth of a second.
 */
@NotThreadSafe
public final class Reencoder implements Keeper {
  private static final int FRAMES_PER_SECOND = 5;
  private static final int SECONDS = 2;
  private static final int BITS_PER_SECOND = 1_000_000;

  private final Consumer<Fragment> receiver;
  private final Sampler sampler = new Sampler((double) FRAMES_PER_SECOND);
  private final List<Notice> notices = new ArrayList<>();
  private final List<Fragment> made = new ArrayList<>();

  /** Slots of the pictures that no fragment has yet. */
  private final List<Integer> slots = new ArrayList<>();

  private @Nullable FFmpegFrameRecorder recorder;
  private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
  private int width;
  private int height;
  private boolean broken;

  public Reencoder(Consumer<Fragment> receiver) {
    this.receiver = receiver;
  }

  @Override
  public boolean wants(Duration mediaTime) {
    return !broken && sampler.isDue(mediaTime);
  }

  @Override
  public double framesPerSecond() {
    return broken ? 0 : FRAMES_PER_SECOND;
  }

  @Override
  public void picture(AVFrame frame, Duration mediaTime) {
    if (broken || !sampler.keeps(mediaTime)) {
      return;
    }
    int slot = slot(mediaTime);
    boolean another = frame.width() != width || frame.height() != height;
    boolean back = !slots.isEmpty() && slot <= slots.getLast();
    try {
      if (another || back) {
        end();
      }
      encode(frame, slot);
    } catch (FFmpegFrameRecorder.Exception e) {
      broken = true;
      notices.add(Notice.NOT_KEPT);
      close();
    }
    deliver();
  }

  @Override
  public void deliver() {
    made.forEach(receiver);
    made.clear();
  }

  @Override
  public void end() {
    if (recorder != null) {
      try {
        recorder.flush();
      } catch (FFmpegFrameRecorder.Exception e) {
        notices.add(Notice.FRAGMENT_DROPPED);
      }
      close();
    }
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
    slots.clear();
    if (recorder != null) {
      Muxer.release(recorder);
      recorder = null;
    }
  }

  private void encode(AVFrame frame, int slot) throws FFmpegFrameRecorder.Exception {
    width = frame.width();
    height = frame.height();
    if (recorder == null) {
      recorder = start();
    }
    recorder.setFrameNumber(slot);
    ByteBuffer packed = packed(frame);
    int rowBytes = packed.capacity() / height;
    recorder.recordImage(
        width, height, Frame.DEPTH_UBYTE, 1, frameStride(frame, rowBytes), frame.format(), packed);
    slots.add(slot); // after a fragment of those before it may have been handed over
  }

  /** Bytes of a row of the first plane, without padding. */
  private int frameStride(AVFrame frame, int rowBytes) {
    boolean planar = frame.data(1) != null && !frame.data(1).isNull();
    return planar ? width : rowBytes;
  }

  private FFmpegFrameRecorder start() throws FFmpegFrameRecorder.Exception {
    var boxes = new Boxes(this::hand);
    var started = Muxer.recorder(boxes, width, height, "frag_keyframe");
    started.setVideoCodec(AV_CODEC_ID_H264);
    started.setVideoCodecName("libopenh264");
    started.setFrameRate(FRAMES_PER_SECOND);
    started.setGopSize(FRAMES_PER_SECOND * SECONDS);
    started.setVideoBitrate(BITS_PER_SECOND);
    started.setMaxBFrames(0);
    started.setVideoOption("threads", "1");
    started.start();
    return started;
  }

  /** Its planes one after the other without gaps, as the recorder wants them. */
  private ByteBuffer packed(AVFrame frame) {
    int size = av_image_get_buffer_size(frame.format(), width, height, 1);
    if (pixels.capacity() != size) {
      pixels = ByteBuffer.allocateDirect(size);
    }
    try (var to = new BytePointer(pixels)) {
      av_image_copy_to_buffer(
          to, size, frame.data(), frame.linesize(), frame.format(), width, height, 1);
    }
    return pixels;
  }

  private void hand(InitData init, byte[] bytes) {
    if (slots.isEmpty() || bytes.length > Fragment.LARGEST) {
      notices.add(Notice.FRAGMENT_DROPPED);
    } else {
      made.add(
          new Fragment(
              init.bytes(),
              bytes,
              init.codec(),
              init.width(),
              init.height(),
              true,
              at(slots.getFirst()),
              at(slots.getLast() + 1)));
    }
    slots.clear();
  }

  private static int slot(Duration mediaTime) {
    return (int) Math.floor((mediaTime.toNanos() / 1e9 + 1e-6) * FRAMES_PER_SECOND);
  }

  private static Duration at(int slot) {
    return Duration.ofNanos(slot * 1_000_000_000L / FRAMES_PER_SECOND);
  }
}
