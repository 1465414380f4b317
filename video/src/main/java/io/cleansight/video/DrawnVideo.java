package io.cleansight.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.cleansight.simulator.Scene;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;

/** A drawn kitchen as a video; a picture is drawn when its pixels are asked for. */
public final class DrawnVideo implements Video {
  private final Scene scene;
  private final Scene.Reel reel;
  private final AVFrame frame = av_frame_alloc();
  private long next;

  public DrawnVideo(Scene scene) throws VideoException {
    this.scene = scene;
    this.reel = scene.reel();
    frame.format(AV_PIX_FMT_BGR0);
    frame.width(Scene.WIDTH);
    frame.height(Scene.HEIGHT);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new VideoException(VideoException.Fault.UNDECODABLE);
    }
  }

  @Override
  public Optional<Picture> next() {
    long number = next;
    if (!reel.has(number)) {
      return Optional.empty();
    }
    next++;
    return Optional.of(
        new Picture(Scene.WIDTH, Scene.HEIGHT, reel.at(number), () -> drawn(number)));
  }

  @Override
  public Optional<Duration> duration() {
    return scene.length();
  }

  @Override
  public void close() {
    av_frame_free(frame);
  }

  private AVFrame drawn(long number) {
    int[] pixels = reel.paint(number); // 0xRRGGBB is, little-endian, B G R 0
    var rows = new IntPointer(frame.data(0));
    int stride = frame.linesize(0) / Integer.BYTES;
    for (int y = 0; y < Scene.HEIGHT; y++) {
      rows.position((long) y * stride).put(pixels, y * Scene.WIDTH, Scene.WIDTH);
    }
    return frame;
  }
}
