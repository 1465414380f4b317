package io.cleansight.capture.video;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One decoded picture; its pixels belong to the video and are gone with the next one.
 *
 * @param mediaTime since the start of the video
 */
public record Picture(AVFrame pixels, Duration mediaTime) {
  public int width() {
    return pixels.width();
  }

  public int height() {
    return pixels.height();
  }
}
