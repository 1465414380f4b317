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
  private final Sampler sampler;
  private volatile Taking taking;
  private long next;

  public DrawnVideo(Scene scene, Taking taking) throws VideoException {
    this.scene = scene;
    this.taking = taking;
    this.sampler = new Sampler(taking.framesPerSecond());
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
    Taking now = taking;
    sampler.rate(now.framesPerSecond());
    while (reel.has(next)) {
      long number = next++;
      Duration at = reel.at(number);
      if (sampler.keeps(at)) {
        return Optional.of(Picture.of(Scene.WIDTH, Scene.HEIGHT, at, () -> drawn(number), now));
      }
    }
    return Optional.empty();
  }

  @Override
  public void take(Taking wanted) {
    taking = wanted;
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
