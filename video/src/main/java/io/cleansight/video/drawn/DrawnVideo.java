package io.cleansight.video.drawn;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.cleansight.simulator.Scene;
import io.cleansight.video.Fragment;
import io.cleansight.video.MaskPainter;
import io.cleansight.video.Notice;
import io.cleansight.video.Picture;
import io.cleansight.video.Sampler;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.fragment.Keeper;
import io.cleansight.video.fragment.Reencoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** A drawn kitchen as a video; a picture is drawn when its pixels are asked for, or kept. */
public final class DrawnVideo implements Video {
  private final Scene scene;
  private final Scene.Reel reel;
  private final AVFrame frame = av_frame_alloc();
  private final Sampler sampler;
  private final Keeper keeper;
  private final MaskPainter painter = new MaskPainter();
  private volatile Taking taking;
  private long next;
  private long drawn = -1;

  /**
   * @param fragments receives it as video too, if it is wanted
   */
  public DrawnVideo(Scene scene, Taking taking, @Nullable Consumer<Fragment> fragments)
      throws VideoException {
    this.scene = scene;
    this.taking = taking;
    this.reel = scene.reel();
    this.sampler = new Sampler(taking.framesPerSecond());
    this.keeper = fragments == null ? Keeper.NONE : new Reencoder(fragments);
    frame.format(AV_PIX_FMT_BGR0);
    frame.width(Scene.WIDTH);
    frame.height(Scene.HEIGHT);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new VideoException(VideoException.Fault.UNDECODABLE);
    }
  }

  @Override
  public Optional<Picture> next() throws VideoException {
    Taking now = taking;
    sampler.rate(now.framesPerSecond());
    while (reel.has(next)) {
      long number = next++;
      Duration at = reel.at(number);
      if (keeper.wants(at)) {
        keeper.picture(pixels(number, now), at);
      }
      if (sampler.keeps(at)) {
        return Optional.of(
            Picture.of(Scene.WIDTH, Scene.HEIGHT, at, () -> pixels(number, now), now));
      }
    }
    keeper.end();
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
  public List<Notice> notices() {
    return keeper.notices();
  }

  @Override
  public void close() {
    keeper.close();
    av_frame_free(frame);
  }

  private AVFrame pixels(long number, Taking now) throws VideoException {
    if (number == drawn) {
      return frame;
    }
    int[] pixels = reel.paint(number); // 0xRRGGBB is, little-endian, B G R 0
    var rows = new IntPointer(frame.data(0));
    int stride = frame.linesize(0) / Integer.BYTES;
    for (int y = 0; y < Scene.HEIGHT; y++) {
      rows.position((long) y * stride).put(pixels, y * Scene.WIDTH, Scene.WIDTH);
    }
    drawn = number;
    painter.paint(frame, now.masks());
    return frame;
  }
}
