package io.cleansight.capture.video;

import java.time.Duration;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One picture; its pixels belong to the video and are gone with the next one.
 *
 * @param mediaTime since the start of the video
 * @param source of the pixels, asked only for a picture that is kept: a drawn one costs its drawing
 */
public record Picture(int width, int height, Duration mediaTime, Supplier<AVFrame> source) {
  AVFrame pixels() {
    return source.get();
  }
}
