package io.cleansight.video.fragment;

import java.util.Map;
import org.bytedeco.javacv.FFmpegFrameRecorder;

/** JavaCV's recorder as a muxer of fragmented MP4. */
final class Muxer {
  /** Ticks of a second in what is muxed. */
  static final int TIMESCALE = 90_000;

  private Muxer() {}

  /**
   * Each fragment has its absolute time, whatever came before it, so that fragments of several
   * muxers follow each other; no edit list hides the beginning.
   *
   * @param cut when a fragment ends: {@code frag_custom}, whenever it is flushed, or {@code
   *     frag_keyframe}, before each key frame
   */
  static FFmpegFrameRecorder recorder(Boxes to, int width, int height, String cut) {
    var recorder = new FFmpegFrameRecorder(to, width, height);
    recorder.setFormat("mp4");
    recorder.setInterleaved(false); // one stream; and a flush then ends a fragment
    recorder.setOptions(
        Map.of(
            "movflags", "empty_moov+default_base_moof+frag_discont+" + cut,
            "use_editlist", "0",
            "avoid_negative_ts", "disabled",
            "flush_packets", "1",
            "video_track_timescale", Integer.toString(TIMESCALE)));
    return recorder;
  }

  /** Without what is not flushed. */
  static void release(FFmpegFrameRecorder recorder) {
    try {
      recorder.releaseUnsafe();
    } catch (FFmpegFrameRecorder.Exception e) {
      throw new IllegalStateException("boxes are not closed with an error", e);
    }
  }
}
