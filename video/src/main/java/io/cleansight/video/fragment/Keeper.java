package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.cleansight.video.Notice;
import java.time.Duration;
import java.util.List;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes fragments of a video while it is played, and hands each to whoever wants them. */
@NotThreadSafe
public interface Keeper extends AutoCloseable {
  /** Keeps nothing. */
  Keeper NONE = new Keeper() {};

  /** The next packet of the video; its content is taken over. */
  default void packet(AVPacket packet) {
    av_packet_unref(packet);
  }

  /** Whether it wants the picture at that time, decoded. */
  default boolean wants(Duration mediaTime) {
    return false;
  }

  /** How many pictures per second it wants at most; 0: none. */
  default double framesPerSecond() {
    return 0;
  }

  /** A picture that it wants. */
  default void picture(AVFrame pixels, Duration mediaTime) {}

  /** Whether it keeps what the source sent, whatever is painted on its pictures. */
  default boolean keepsSource() {
    return false;
  }

  /** Hands over what was made elsewhere meanwhile. */
  default void deliver() {}

  /** Hands over the last fragment: nothing follows. */
  default void end() {}

  /** What happened since this was last asked. */
  default List<Notice> notices() {
    return List.of();
  }

  @Override
  default void close() {}
}
