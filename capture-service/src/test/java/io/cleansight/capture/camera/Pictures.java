package io.cleansight.capture.camera;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.cleansight.video.Picture;
import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Small pictures, one with light and shade and one that is dark; they stay for good. */
final class Pictures {
  static final int WIDTH = 64;
  static final int HEIGHT = 36;

  private static final AVFrame SHADED = picture(7);
  private static final AVFrame DARK = picture(0);

  private Pictures() {}

  static Picture shaded(Duration mediaTime) {
    return new Picture(WIDTH, HEIGHT, mediaTime, () -> SHADED);
  }

  static Picture dark(Duration mediaTime) {
    return new Picture(WIDTH, HEIGHT, mediaTime, () -> DARK);
  }

  private static AVFrame picture(int slope) {
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUVJ420P);
    frame.width(WIDTH);
    frame.height(HEIGHT);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new IllegalStateException("no memory for a picture");
    }
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        frame.data(0).put((long) y * frame.linesize(0) + x, (byte) (slope * (x + y) % 200));
      }
    }
    for (int plane = 1; plane <= 2; plane++) {
      for (long i = 0; i < (long) frame.linesize(plane) * HEIGHT / 2; i++) {
        frame.data(plane).put(i, (byte) 128);
      }
    }
    return frame;
  }
}
