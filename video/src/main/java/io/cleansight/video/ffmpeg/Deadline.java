package io.cleansight.video.ffmpeg;

import io.cleansight.video.web.Limit;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** Asked by FFmpeg whenever it waits; on the thread that waits. */
final class Deadline extends AVIOInterruptCB.Callback_Pointer implements Limit {
  private volatile long at = System.nanoTime();

  void in(Duration patience) {
    at = System.nanoTime() + patience.toNanos();
  }

  @Override
  public long nanosLeft() {
    return at - System.nanoTime();
  }

  @Override
  public int call(Pointer opaque) {
    return isOver() || Thread.currentThread().isInterrupted() ? 1 : 0;
  }
}
